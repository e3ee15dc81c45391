package app

import (
	"testing"

	"leadpad/lead"
	"leadpad/queue"
)

// A draft that somebody finishes meanwhile stays theirs; what is typed here is a
// draft of its own, and neither goes out in place of the other.
func TestALeadThatIsTypedDoesNotOverwriteWhatOthersMadeOfIt(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	typed := s.Type()
	check(t, typed.Keep(t.Context()))
	if typed.ID() != (queue.ID{}) {
		t.Error("a lead without an answer is kept")
	}
	typed.Answer(lead.Path{Field: lead.Name}, "Acme")
	check(t, typed.Keep(t.Context()))
	first := typed.ID()
	theirs, err := s.Queue.Get(t.Context(), s.Name, first)
	check(t, err)
	theirs.State, theirs.Finished, theirs.Lead.Name = queue.Ready, true, "Acme of theirs"
	_, err = s.Queue.Save(t.Context(), theirs)
	check(t, err)

	typed.Answer(lead.Path{Field: lead.Industry}, "Beverages")
	check(t, typed.Keep(t.Context()))
	theirs, err = s.Queue.Get(t.Context(), s.Name, first)
	check(t, err)
	mine, err := s.Queue.Get(t.Context(), s.Name, typed.ID())
	check(t, err)
	if typed.ID() == first || theirs.Lead.Name != "Acme of theirs" || mine.Lead.Name != "Acme" || mine.Lead.Industry != "Beverages" || mine.State != queue.Draft {
		t.Errorf("theirs %+v, mine %+v", theirs, mine)
	}
}

// What an answer makes wrong is told with it, and nothing that was told before.
func TestAnAnswerIsToldWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	typed := opened(t, acmeConfig, "acme", Settings{}).Type()
	email := lead.Path{Field: lead.Emails}
	if found := typed.Answer(email, "info@"); len(found) != 1 || found[0].Path != email {
		t.Errorf("got %+v", found)
	}
	if found := typed.Answer(lead.Path{Field: lead.Industry}, "Beverages"); len(found) != 0 {
		t.Errorf("another answer is told %+v", found)
	}
	if found := typed.Answer(email, "info@acme"); len(found) != 1 {
		t.Errorf("the second time it is told %+v", found)
	}
	if found := typed.Answer(email, "info@acme.example"); len(found) != 0 {
		t.Errorf("a right address is told %+v", found)
	}
}
