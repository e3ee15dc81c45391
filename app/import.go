package app

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// Imported counts what became of the leads of an import.
type Imported struct {
	Ready     int `json:"ready"`
	Drafts    int `json:"drafts"`
	Updated   int `json:"updated"`     // drafts that were here already
	Unchanged int `json:"unchanged"`   // the same as here already
	Here      int `json:"alreadyHere"` // an import brought them before, whatever became of them
	Skipped   int `json:"skipped"`     // sent, on the way or not sure: not to be changed
	Unread    int `json:"unread"`
	Controls  int `json:"controlCharactersDropped"`
	Blanks    int `json:"blanksDropped"` // and invisible characters, at the ends of values
	// Dropped are the members that no field takes.
	Dropped []string `json:"membersDropped,omitempty"`
	// Said is what was read otherwise than it is written.
	Said   []intake.Seen `json:"-"`
	DryRun bool          `json:"dryRun"`

	Rows    int  `json:"rows"`            // of all files, those without a lead too
	Empty   int  `json:"emptyRows"`       // and those of a footer
	Grouped int  `json:"joinedToAnother"` // rows that became a contact of another row's company
	Same    Same `json:"possibleDuplicates"`
	// Problems counts the drafts by the field that a problem of theirs is about.
	Problems map[string]int `json:"problems,omitempty"`
}

// Same counts the new leads that share an email or a phone with another one.
type Same struct {
	InFiles int `json:"inTheFiles"` // with an earlier row
	Drafts  int `json:"withDrafts"`
	Sent    int `json:"withSent"` // on the way and not sure too
	Left    int `json:"leftOut"`  // of all of them
	Filled  int `json:"filled"`   // went into what was there
}

// Duplicates is what becomes of a new lead that shares an email or a phone with
// another one.
type Duplicates uint8

// What becomes of it. What was sent cannot be changed: Fill and Replace leave out what
// is like it.
const (
	KeepBoth Duplicates = iota
	SkipNew
	Fill    // what is empty in the other one gets the new one's text
	Replace // the other one gets all of the new one
)

// ImportOptions are what an import is told.
type ImportOptions struct {
	Dry        bool // nothing is saved
	Duplicates Duplicates
	Group      bool     // rows of one company become one company with contacts
	Labels     []string // for each lead
	Preset     Pins     // for each lead that has nothing of its own there
	Reads      []Read   // the files that the leads are of
	// Problem learns of each lead that is a draft with problems, as it was saved; nil for
	// nobody.
	Problem func(queue.Entry) error
}

// Add judges one lead and saves it: Ready, or Draft with its problems and those that
// whoever read it found.
func (s *Session) Add(ctx context.Context, l lead.Lead, problems ...lead.Problem) (queue.Entry, error) {
	g, err := newGate(ctx, s)
	if err != nil {
		return queue.Entry{}, err
	}
	e := queue.Entry{Workspace: s.Name, Lead: l, Finished: true}
	if err := g.judge(ctx, &e); err != nil {
		return e, err
	}
	if len(problems) > 0 {
		e.State, e.Problems = queue.Draft, append(e.Problems, problems...)
	}
	if e, err = s.Queue.Save(ctx, e); err != nil {
		return e, fmt.Errorf("save the lead: %w", err)
	}
	return e, nil
}

// Import judges every lead and then saves the new ones and those that were here
// already, all in one commit: with an error nothing was imported. A lead that an
// import brought before is not added again. Each item that could not be read goes
// to unread.
func (s *Session) Import(ctx context.Context, items []*intake.Item, o ImportOptions, unread func(*intake.Item) error) (Imported, error) {
	g, err := newGate(ctx, s)
	if err != nil {
		return Imported{}, err
	}
	n := &sorted{Imported: Imported{DryRun: o.Dry}, gate: g, options: o, mine: map[queue.ID]bool{}}
	n.rows(len(items))
	if o.Group {
		before := len(items)
		items = grouped(items)
		n.Grouped = before - len(items)
	}
	for _, item := range items {
		n.given(item)
		if item.Err == nil {
			err = n.take(ctx, item)
		} else {
			n.Unread++
			err = unread(item)
		}
		if err != nil {
			return n.Imported, err
		}
	}
	n.Said = n.said.Seen
	if err = n.judgeAll(ctx); err == nil {
		err = n.duplicates(ctx)
	}
	if err == nil {
		err = n.store(ctx)
	}
	return n.Imported, err
}

// sorted are the leads of an import, judged and not saved yet.
type sorted struct {
	Imported
	gate
	options ImportOptions
	said    intake.Tally
	items   []arrival
	entries []queue.Entry
	touched map[queue.ID]bool // drafts that a duplicate went into
	mine    map[queue.ID]bool // the leads here that the file spoke of
}

// arrival is a lead of an import that is to be judged.
type arrival struct {
	*intake.Item
	here     *queue.Entry // as it is here already, nil for a new one
	stranger bool         // it was exported, and is not here
}

// judgeStep is how many leads are judged one after the other.
const judgeStep = 256

// judgeAll judges the leads on all cores: reading phones takes most of an import.
func (n *sorted) judgeAll(ctx context.Context) error {
	n.entries = make([]queue.Entry, len(n.items))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < len(n.items); from += judgeStep {
		work.Go(func() error {
			err := ctx.Err()
			for i := from; err == nil && i < min(from+judgeStep, len(n.items)); i++ {
				n.entries[i], err = n.judged(ctx, n.items[i])
			}
			return err
		})
	}
	err := work.Wait()
	n.items = nil
	return err
}

// judged is the entry of a lead as it is saved.
func (n *sorted) judged(ctx context.Context, a arrival) (e queue.Entry, err error) {
	e.Workspace = n.s.Name
	if a.here != nil {
		e = *a.here
	}
	if e.Import, err = imprint(a.Item); err != nil {
		return e, err
	}
	doubts := lead.Doubts(e.Problems)
	e.Lead, e.Finished = a.Lead, true
	if err := n.judge(ctx, &e); err != nil {
		return e, err
	}
	if len(doubts) > 0 { // a person ends them, not a file
		e.State, e.Problems = queue.Draft, append(e.Problems, doubts...)
	}
	if a.stranger {
		abroad(&e, a.Item)
	}
	if len(a.Problems) > 0 {
		e.State, e.Problems = queue.Draft, append(e.Problems, a.Problems...)
	}
	return e, nil
}

// store saves the leads in one commit and counts them. What an import brought
// before is left out in it, so that nobody else can bring it meanwhile.
func (n *sorted) store(ctx context.Context) error {
	add := n.s.Queue.Add
	if n.DryRun {
		add = n.would
	}
	saved, err := add(ctx, n.entries)
	if err != nil {
		return fmt.Errorf("save the leads: %w", err)
	}
	n.Here += len(n.entries) - len(saved)
	for _, e := range saved {
		if n.touched[e.ID] { // its row is counted as one that went into it
			if err := n.problem(e); err != nil {
				return err
			}
			continue
		}
		if e.State == queue.Ready {
			n.Ready++
			continue
		}
		n.Drafts++
		if err := n.problem(e); err != nil {
			return err
		}
	}
	return nil
}

// would gives what Add would save of entries.
func (n *sorted) would(ctx context.Context, entries []queue.Entry) (saved []queue.Entry, err error) {
	here, err := n.s.Queue.Imported(ctx, n.s.Name)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Rev == 0 && here[e.Import] > 0 {
			here[e.Import]--
			continue
		}
		saved = append(saved, e)
	}
	return saved, nil
}

// imprint is what a lead is when it is imported: equal for equal leads.
func imprint(item *intake.Item) (queue.ID, error) {
	text, err := json.Marshal([]any{item.Lead.Normalised(), item.Problems})
	if err != nil {
		return queue.ID{}, fmt.Errorf("know a lead again: %w", err)
	}
	sum := sha256.Sum256(text)
	return queue.ID(sum[:16]), nil
}

// take takes one lead in: as a change of the draft that it was exported from, if
// that can still be changed, else as a new one.
func (n *sorted) take(ctx context.Context, item *intake.Item) error {
	n.Controls += item.Controls
	n.Blanks += item.Blanks
	n.said.Add(item.At, item.Said)
	for _, name := range item.Dropped {
		if !slices.Contains(n.Dropped, name) {
			n.Dropped = append(n.Dropped, name)
		}
	}
	var here *queue.Entry
	stranger := item.ID != uuid.Nil || item.State != ""
	if stranger && !n.mine[item.ID] { // twice in one file: the second is a lead of its own
		before, err := n.s.Queue.Get(ctx, n.s.Name, item.ID)
		n.mine[item.ID] = err == nil
		switch {
		case errors.Is(err, queue.ErrNotFound):
		case err != nil:
			return err
		case reflect.DeepEqual(before.Lead.Normalised(), item.Lead.Normalised()):
			n.Unchanged++
			return nil
		case before.State != queue.Draft && before.State != queue.Ready && before.State != queue.Failed:
			n.Skipped++
			return nil
		default:
			here, stranger = &before, false
			n.Updated++
		}
	}
	n.items = append(n.items, arrival{item, here, stranger})
	return nil
}

// abroad keeps a lead that went out, or may have, from another queue from going
// a second time by itself: it is a Draft that says so.
func abroad(e *queue.Entry, item *intake.Item) {
	went := lead.Cause{Kind: lead.SentElsewhere, Batch: item.Batch}
	switch item.State {
	case queue.Sent.String():
	case queue.Unsure.String(), queue.Sending.String():
		went.Kind = lead.MaybeElsewhere
	default:
		return
	}
	e.State = queue.Draft
	e.Problems = append(e.Problems, lead.Doubtful(went))
}

// NoErrorsFile is why there is no file for what cannot be read.
type NoErrorsFile struct {
	Path string
	Err  error
}

func (e *NoErrorsFile) Error() string { return "make " + e.Path + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *NoErrorsFile) Unwrap() error { return e.Err }
