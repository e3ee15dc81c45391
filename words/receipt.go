package words

import (
	"fmt"
	"strconv"
	"strings"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
)

// answerOf is what a batch's receipt keeps of its answer. False: an earlier
// version wrote it, which kept sentences.
func answerOf(b queue.Batch) (a api.Answer, ok bool) {
	a, ok = outbox.AnswerIn(b.Receipt)
	if !ok && b.Receipt.Outcome == "" { // nobody was left to hear the answer
		return api.Answer{Seen: api.Seen{Trouble: api.Left}}, true
	}
	return a, ok
}

// Why is why a receipt has no answer, or no whole one, in a few words; "" when
// there is nothing to say.
func Why(r queue.Receipt) string {
	switch a, ok := outbox.AnswerIn(r); {
	case ok && a.Trouble != api.NoTrouble:
		return Cause(a.Trouble)
	case ok && a.Problem != nil:
		return outbox.Message(a)
	}
	if r.Outcome == "" && !r.Ended.IsZero() {
		return Trouble(api.Seen{Trouble: api.Left}, true)
	}
	return earlier(r.Err)
}

// earlier says what the network said in a receipt of an earlier version, which
// kept Go's words alone; what it does not know it leaves as it is.
func earlier(err string) string {
	for _, w := range []struct {
		has     string
		trouble api.Trouble
	}{
		{"connection reset by peer", api.ConnectionEnded},
		{"broken pipe", api.ConnectionEnded},
		{"forcibly closed", api.ConnectionEnded},
		{"EOF", api.ConnectionEnded},
		{"closed", api.ConnectionEnded},
		{"connection refused", api.NothingThere},
		{"no such host", api.UnknownHost},
		{"timeout", api.NoAnswer},
		{"deadline exceeded", api.NoAnswer},
		{"x509:", api.UnknownIssuer},
		{"tls:", api.NotTLS},
	} {
		if strings.Contains(err, w.has) {
			return Cause(w.trouble)
		}
	}
	return safe.Clean(err).String()
}

// of is how many leads a batch carried.
func of(b queue.Batch) int { return max(len(b.Leads), len(b.Names)) }

// Unsure is how many leads of a batch are not sure.
func Unsure(b queue.Batch) int {
	n := 0
	for _, s := range b.States {
		if s == queue.Unsure {
			n++
		}
	}
	return n
}

// Line is a batch in a list of them.
func (r Reader) Line(b queue.Batch) string {
	text := fmt.Sprintf("%s  %-17s  %9s", r.Stamp(b.Receipt.Begun), Batch(b), Leads(of(b)))
	if b.Receipt.Status > 0 {
		text += fmt.Sprintf("  HTTP %d", b.Receipt.Status)
	}
	if b.State != queue.BatchSent {
		text += "  " + r.Ended(b)
	}
	return strings.TrimRight(text, " ")
}

// Card is a batch and its receipt, line by line, less the answer itself.
func (r Reader) Card(b queue.Batch) []string {
	told, took := r.Receipt(b), "when it ended is not known"
	if b.EndKnown() {
		took = "took " + Took(max(b.Receipt.Ended.Sub(b.Receipt.Begun), 0))
	}
	lines := []string{
		"batch " + outbox.ShortID(b.ID) + ": " + Batch(b),
		Leads(of(b)) + ", begun " + r.Stamp(b.Receipt.Begun) + ", " + took,
		"whole id " + b.ID.String(),
	}
	for _, text := range []string{told.What, told.Certain, told.Next, b.Receipt.Err} {
		if text != "" {
			lines = append(lines, text)
		}
	}
	const shown = 10
	for i, name := range b.Names {
		if i == shown {
			return append(lines, fmt.Sprintf("  and %d more", len(b.Names)-shown))
		}
		lines = append(lines, "  "+name)
	}
	return lines
}

// Receipt says what became of a batch: what happened then, what is certain now,
// and what can be done about it now.
func (r Reader) Receipt(b queue.Batch) Told {
	r.Practice = b.Practice
	if b.State == queue.InFlight {
		return Told{What: "This request is under way."}
	}
	return Told{r.whatIn(b), r.certainIn(b), r.nextIn(b)}
}

// whatIn is what happened to the request.
func (r Reader) whatIn(b queue.Batch) string {
	a, ok := answerOf(b)
	if b.State == queue.BatchSent {
		return created(of(b))
	}
	if ok && a.Outcome == api.AtFault && of(b) == 1 && len(b.Names) == 1 {
		return said(b.Names[0]+" was refused", a)
	}
	if ok {
		return r.What(a, of(b))
	}
	if b.Receipt.What != "" {
		return Sentence(b.Receipt.What)
	}
	return said(Batch(b), api.Answer{Envelope: api.Envelope{Message: b.Receipt.Message}})
}

// certainIn is what is known of its leads.
func (r Reader) certainIn(b queue.Batch) string {
	switch b.State {
	case queue.BatchSent:
		return PluralWord(of(b), "It is in ", "They are in ") + r.Server() + "."
	case queue.BatchUnsure:
		n := Unsure(b)
		if len(b.States) == 0 {
			n = of(b)
		}
		return notSure(n)
	case queue.BatchResolved:
		switch b.Resolution { // what was certain then is not what is known now
		case "sent":
			return "A person found it there: its leads are Sent."
		case "ready":
			return "A person found it missing: its leads went back to Ready."
		}
		return "A person settled it lead by lead."
	case queue.BatchRefused:
		if of(b) == 1 {
			return "It was not created."
		}
		return notOne(of(b)) + "."
	}
	if api.ParseOutcome(b.Receipt.Outcome) == api.NotSent {
		return "Nothing was sent."
	}
	return "Nothing was created."
}

// nextIn is what can be done about it today.
func (r Reader) nextIn(b queue.Batch) string {
	if b.State == queue.BatchUnsure {
		return r.settle(of(b), b.ID)
	}
	if b.State == queue.BatchResolved || b.State == queue.BatchSent {
		return ""
	}
	if b.State == queue.BatchRefused && of(b) > 1 {
		return Join("Its leads are Ready, unless they went since", r.nextTogether(outbox.Report{}))
	}
	a, _ := answerOf(b)
	switch a.Outcome {
	case api.PlanLimit:
		if r.prompt() {
			return r.nextPlan(nil)
		}
	case api.BadKey:
		if r.prompt() && !a.WantsProxyAuth() {
			return Stop(r.RightKey())
		}
		if text := r.does(outbox.CanSetKey, "takes another key"); text != "" && !a.WantsProxyAuth() {
			return Sentence(text)
		}
	}
	return Sentence(r.advice(a))
}

// Ended is how the request of a batch ended: the server's own sentence, else
// what was seen instead.
func (r Reader) Ended(b queue.Batch) string {
	a, _ := outbox.AnswerIn(b.Receipt)
	if m := outbox.Message(a); strings.TrimSpace(m) != "" {
		return m
	}
	r.Practice = b.Practice
	return r.whatIn(b)
}

// Became says what became of the i-th lead of a batch in it.
func (r Reader) Became(b queue.Batch, i int) string {
	r.Practice = b.Practice
	settled := b.State == queue.BatchUnsure || b.State == queue.BatchResolved
	ended := "; the request had ended with: " + r.Ended(b)
	s := b.States[i]
	if s == queue.Sending {
		return "on its way: there is no answer yet"
	}
	if s == queue.Unsure {
		return "not sure whether it was created: " + r.Ended(b)
	}
	if s == queue.Sent && settled {
		return "a person found it in " + r.Server() + ended
	}
	if s == queue.Sent {
		return "created (HTTP " + strconv.Itoa(b.Receipt.Status) + ")"
	}
	if settled {
		return "a person found it missing in " + r.Server() + ended
	}
	if b.State == queue.BatchRefused && len(b.Leads) > 1 {
		return r.Ended(b) + " (all " + Number(len(b.Leads)) + " leads of the request were refused; at least one is at fault)"
	}
	return r.Ended(b)
}

// since says what became of a lead after batch b, as far as a later one carried
// it, and leads on to what became of it in b; "" for nothing.
func since(b queue.Batch, e queue.Entry) string {
	if e.Batch == b.ID || e.Batch == (queue.ID{}) {
		return ""
	}
	later := outbox.ShortID(e.Batch)
	switch e.State {
	case queue.Sent:
		return "sent since, in batch " + later + "; in this one: "
	case queue.Unsure:
		return "not sure since, in batch " + later + "; in this one: "
	case queue.Failed:
		return "failed again since (" + e.Remark + "); in this batch: "
	case queue.Held, queue.Sending:
		return "on its way again; in this batch: "
	}
	return ""
}

// Because says what became of the i-th lead of a batch; now is the lead as it
// stands, nil when it was deleted since.
func Because(b queue.Batch, i int, now *queue.Entry) string {
	became := Reader{Workspace: b.Workspace}.Became(b, i)
	if now == nil {
		return "deleted here since; " + became
	}
	return since(b, *now) + became
}

// ReceiptJSON is a batch in JSON: its facts, and what they mean.
func (r Reader) ReceiptJSON(b queue.Batch) any {
	told := r.Receipt(b)
	return struct {
		app.BatchRecord
		What    string `json:"what,omitempty"`
		Certain string `json:"certain,omitempty"`
		Next    string `json:"next,omitempty"`
	}{app.Receipt(b), told.What, told.Certain, told.Next}
}
