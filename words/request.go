package words

import (
	"fmt"

	"leadpad/api"
	"leadpad/outbox"
)

// Row is what is said of one request of a submission, where the requests stand
// in a table: what became of it, the server's own sentence, what is certain
// about the leads, and what can be done about it. A part that needs no words is
// empty.
type Row struct {
	What, Quote, Certain, Next string
	Steps                      []Step // by key, instead of Next
}

// Step is a key and what it does.
type Step struct {
	Action    outbox.Action
	Key, What string
}

// Place is where a request stands in its submission.
type Place struct {
	Number int  // counted from 1
	Sent   int  // leads of the submission that were created
	Past   bool // something else was told since
	Free   int  // requests that the window has room for now, -1 for not known
}

// RequestRow tells of a request.
func (r Reader) RequestRow(rep outbox.Report, at Place) Row {
	switch {
	case rep.Kind == outbox.RefusedTogether || rep.Kind == outbox.Searching:
		return r.refused(rep, at)
	case rep.Outcome == api.Created && rep.Kind == outbox.Ended:
		row := Row{What: fmt.Sprintf("Request %d: its %s created.", at.Number, Plural(rep.Leads, "lead was", "leads were")), Quote: quoted(rep.Answer)}
		row.Certain = PluralWord(rep.Leads, "It is in ", "They are in ") + r.Server() + ", for certain."
		return row
	case at.Past && rep.Kind == outbox.NotConnected:
		return Row{What: r.What(rep.Answer, rep.Leads), Certain: "Nothing was sent with this request."}
	case at.Past && rep.Kind == outbox.Ended:
		return Row{What: r.What(rep.Answer, rep.Leads), Certain: "Nothing was created with this request."}
	}
	told := r.Report(rep)
	return Row{What: told.What, Certain: told.Certain, Next: told.Next}
}

// refused tells of a request of several leads of which at least one is at fault.
func (r Reader) refused(rep outbox.Report, at Place) Row {
	row := Row{
		What:    fmt.Sprintf("Request %d was refused: none of its %s was created.", at.Number, Leads(rep.Leads)),
		Quote:   quoted(rep.Answer),
		Certain: fmt.Sprintf("At least one of the %s is at fault%s.", Number(rep.Leads), named(rep.Name)),
	}
	if at.Sent > 0 && rep.Kind == outbox.RefusedTogether {
		row.Certain += " " + PluralWord(at.Sent, "The other one is", "The other "+Number(at.Sent)+" are") + " in " + r.Server() + ", for certain."
	}
	if rep.Kind == outbox.Searching {
		row.Next = r.next(rep)
		return row
	}
	row.step(r, outbox.CanFindFault, "find it: "+price(rep, at))
	if rep.Back == rep.Leads {
		row.step(r, outbox.CanLeaveReady, "leave all "+Number(rep.Leads)+" Ready")
	}
	return row
}

// step adds what a key does, where one does it.
func (w *Row) step(r Reader, a outbox.Action, what string) {
	if key := r.key(a); key != "" {
		w.Steps = append(w.Steps, Step{a, key, what})
	}
}

// price is what it costs to find the lead at fault.
func price(rep outbox.Report, at Place) string {
	cost := fmt.Sprintf("at most %s, %s", Plural(rep.Price, "request", "requests"), About(rep.Cost))
	places := rep.Answer.Places()
	if len(places) > 0 && places[0] < rep.Leads && rep.Price > 2 {
		cost = fmt.Sprintf("the lead it names alone first · 2 to %d requests", rep.Price)
	}
	if at.Free >= 0 {
		cost += fmt.Sprintf(", %s free now", Number(at.Free))
	}
	return cost
}

// quoted is the server's sentence as it came, "" for none.
func quoted(a api.Answer) string {
	if m := outbox.Message(a); m != "" {
		return "“" + clip(m) + "”"
	}
	return ""
}
