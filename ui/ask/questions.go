// Package ask asks for a lead in plain questions, one a line, which a screen reader
// reads out: `leadpad add --accessible`. It asks for no stream and no signal; who has
// them brings both. Start reading at Questions.Ask.
package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/words"
)

// Questions are about one lead.
type Questions struct {
	Typed *app.Typed
	To    io.Writer
	Clean func(text string) string // takes out what no terminal may get
	Deaf  func() bool              // nobody hears the questions any more
	Piped bool                     // nobody's Enter ends the line of a question
	Dry   bool                     // nothing is saved
	in    answers
}

// Why there are no more answers.
var (
	ErrEnd     = errors.New("the answers ended")
	ErrStopped = errors.New("the questions were stopped")
)

// From takes the answers from in, one a line, until stop is closed.
func (q *Questions) From(in io.Reader, stop <-chan struct{}) {
	q.in = answers{stop: stop, lines: readLines(in, stop)}
}

// Ask asks for everything that the form has, says what was answered and lets it be
// changed. Left ends what it does not finish.
func (q *Questions) Ask(ctx context.Context) error {
	if err := q.lead(ctx); err != nil {
		return err
	}
	return q.review(ctx)
}

// lead asks for everything that the form has.
func (q *Questions) lead(ctx context.Context) error {
	q.tell(words.AskHow)
	kind, err := q.ask(words.AskKind, oneOf(words.AnswerKind, "", "company", "contact"))
	if err != nil {
		return err
	}
	if strings.EqualFold(kind, "contact") {
		q.Typed.Lead.Kind = lead.Contact
	}
	for _, f := range lead.Order(q.Typed.Lead.Kind) {
		if err := q.field(ctx, lead.Path{Field: f}); err != nil {
			return err
		}
	}
	return nil
}

// field asks for one field, for a repeatable one until an empty answer.
func (q *Questions) field(ctx context.Context, at lead.Path) error {
	switch {
	case at.Field == lead.Notes:
		text, err := q.ask(words.AskNotes, nil)
		if err != nil {
			return err
		}
		return q.notes(ctx, text)
	case !at.Field.Repeats():
		_, err := q.input(ctx, at)
		return err
	}
	for {
		at.Row = q.Typed.Lead.Rows(at.Contact, at.Field)
		if more, err := q.row(ctx, at); !more || err != nil {
			return err
		}
	}
}

// row asks for one row of a repeatable field.
func (q *Questions) row(ctx context.Context, at lead.Path) (answered bool, err error) {
	switch at.Field {
	case lead.Contacts:
		return q.group(at, func() error {
			for _, f := range lead.ContactOrder() {
				if err := q.field(ctx, lead.Path{Contact: at.Row + 1, Field: f}); err != nil {
					return err
				}
			}
			return nil
		})
	case lead.Addresses:
		return q.group(at, func() error { return q.parts(ctx, at, at.Field.Parts()) })
	case lead.Socials:
		at.Part = lead.URL
		if answered, err = q.input(ctx, at); !answered || err != nil {
			return answered, err
		}
		return true, q.parts(ctx, at, []lead.Part{lead.Type})
	}
	return q.input(ctx, at)
}

// group asks whether a row of several inputs follows, and then for them.
func (q *Questions) group(at lead.Path, inputs func() error) (more bool, err error) {
	if more, err = q.yes(words.AskMore(at)); !more || err != nil {
		return false, err
	}
	return true, inputs()
}

func (q *Questions) parts(ctx context.Context, at lead.Path, parts []lead.Part) error {
	for _, at.Part = range parts {
		if _, err := q.input(ctx, at); err != nil {
			return err
		}
	}
	return nil
}

// input asks for one text.
func (q *Questions) input(ctx context.Context, at lead.Path) (answered bool, err error) {
	text, err := q.ask(words.Ask(q.Typed.Lead, at), nil)
	if text == "" || err != nil {
		return false, err
	}
	return true, q.take(ctx, at, text)
}

// take keeps an answer and, as long as there is something to say about it, lets it
// be mended.
func (q *Questions) take(ctx context.Context, at lead.Path, text string) error {
	for text != "" {
		found := q.Typed.Answer(at, text)
		q.keep(ctx)
		if len(found) == 0 {
			return nil
		}
		for _, p := range found {
			q.tell(words.Remarked(q.Typed.Lead, p))
		}
		var err error
		if text, err = q.ask(words.AskAnew, nil); err != nil {
			return err
		}
	}
	return nil
}

// notes asks for the notes line by line; text is the first.
func (q *Questions) notes(ctx context.Context, text string) (err error) {
	at := lead.Path{Field: lead.Notes}
	var lines []string
	for text != "" && err == nil {
		lines = append(lines, text)
		for _, p := range q.Typed.Answer(at, strings.Join(lines, "\n")) {
			q.tell(words.Remarked(q.Typed.Lead, p))
		}
		q.keep(ctx)
		text, err = q.ask(words.AskNoteMore, nil)
	}
	return err
}

// review says what was answered and lets it be changed.
func (q *Questions) review(ctx context.Context) error {
	t := q.Typed
	if t.Lead.Empty() {
		return nil
	}
	paths := t.Lead.Paths()
	for _, line := range words.Answers(t.Lead, paths) {
		q.tell(line)
	}
	for {
		number, err := q.ask(words.AskChange, upTo(len(paths)))
		if number == "" || err != nil {
			return err
		}
		n, _ := strconv.Atoi(number)
		if err := q.change(ctx, paths[n-1]); err != nil {
			return err
		}
	}
}

// change asks for one answer once more.
func (q *Questions) change(ctx context.Context, at lead.Path) error {
	text, err := q.ask(words.AskOver(q.Typed.Lead, at), nil)
	if err != nil {
		return err
	}
	if text == "-" {
		q.Typed.Lead.Set(at, "") // its row stays: the numbers of the others hold
		q.keep(ctx)
		return nil
	}
	if at.Field == lead.Notes {
		return q.notes(ctx, text)
	}
	return q.take(ctx, at, text)
}

// Save says what the lead will be, asks whether to save it, and does.
func (q *Questions) Save(ctx context.Context) error {
	judged, err := q.Typed.Judge(ctx)
	if err != nil {
		return q.Left(ctx, err)
	}
	for _, p := range judged.Problems {
		q.tell(words.Remarked(judged.Lead, p))
	}
	if q.Dry {
		q.tell(words.WouldBe(judged))
		return nil
	}
	yes, err := q.yes(words.AskSave(judged))
	if !yes || err != nil {
		return q.Left(ctx, err)
	}
	e, err := q.Typed.Finish(ctx)
	if err != nil {
		return q.Left(ctx, err)
	}
	q.tell(fmt.Sprintf("Saved as %s: %s.", words.Verdict(e), e.ID))
	return nil
}

// Left says what became of a lead that is not finished, and gives why it ended.
func (q *Questions) Left(ctx context.Context, why error) error {
	switch {
	case q.Typed.Lead.Empty():
		q.tell("The lead is empty. Nothing was saved.")
		return errors.Join(why, q.Typed.Drop(ctx))
	case q.Dry:
		q.tell("Nothing was saved.")
		return why
	}
	if err := q.Typed.Keep(ctx); err != nil {
		text, _ := intake.JSONText(intake.AsJSON(q.Typed.Lead), "")
		q.tell("What you typed could not be kept. `leadpad add --json -` takes it: " + strings.TrimSpace(text))
		return err
	}
	q.tell(fmt.Sprintf("What you typed is kept as a draft that is not finished: %s.", q.Typed.ID()))
	return why
}

// keep saves what was typed so far, should the program end otherwise than by Left.
// What fails here fails again at the end, and is told there.
func (q *Questions) keep(ctx context.Context) {
	if !q.Dry {
		_ = q.Typed.Keep(ctx)
	}
}
