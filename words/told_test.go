package words

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

var update = flag.Bool("update", false, "write the golden file anew")

// readers are somebody at a screen, whose keys are of his own, somebody at a
// prompt, and somebody on a line to a server.
func readers() map[string]Reader {
	return map[string]Reader{
		"screen": {Workspace: "acme", Key: func(a outbox.Action) string { return "«" + string(a) + "»" }},
		"prompt": {Workspace: "acme"},
		"line":   {Workspace: "acme", Served: true},
	}
}

func ptr[T any](v T) *T { return &v }

// answers are one of each that can come, by what it is.
func answers() []struct {
	name string
	a    api.Answer
} {
	const host = "app.closingdealz.io"
	enveloped := func(o api.Outcome, status int, succeeded bool, message string) api.Answer {
		a := api.Answer{Outcome: o, Status: status, IsEnvelope: true, Seen: api.Seen{Host: host}}
		a.Envelope = api.Envelope{Succeeded: &succeeded, StatusCode: &status}
		if message != "" {
			a.Envelope.Message = &message
		}
		return a
	}
	troubled := func(o api.Outcome, s api.Seen) api.Answer {
		s.Host = host
		return api.Answer{Outcome: o, Seen: s}
	}
	list := []struct {
		name string
		a    api.Answer
	}{
		{"created", enveloped(api.Created, 200, true, "")},
		{"bad key, 401", enveloped(api.BadKey, 401, false, "Invalid API key.")},
		{"bad key, 403", enveloped(api.BadKey, 403, false, "No access to this resource.")},
		{"bad key, the proxy's 407", troubled(api.BadKey, api.Seen{Trouble: api.ProxyRefused, ProxyStatus: 407})},
		{"bad key, none", troubled(api.BadKey, api.Seen{Trouble: api.NoKey, Detail: "no key for workspace acme"})},
		{"too many leads", enveloped(api.TooMany, 413, false, "The maximum amount of leads to create at once is 100, but was 101.")},
		{"plan limit", enveloped(api.PlanLimit, 400, false, "Can not have more than 200 leads on the free plan.")},
		{"limited", enveloped(api.Limited, 429, false, "Too many requests. Please try again later.")},
		{"misdirected, 404", enveloped(api.Misdirected, 404, false, "Nothing here.")},
		{"misdirected, 415", enveloped(api.Misdirected, 415, false, "")},
		{"misdirected, redirect", api.Answer{Outcome: api.Misdirected, Status: 301, Seen: api.Seen{Host: host, Location: "https://www.closingdealz.io/"}}},
		{"at fault", enveloped(api.AtFault, 400, false, "lead 37: email is not valid")},
		{"at fault, without a message", enveloped(api.AtFault, 422, false, "")},
		{"at fault, a problem document", api.Answer{Outcome: api.AtFault, Status: 400, Seen: api.Seen{Host: host, Other: "98 bytes of application/problem+json", Problem: &api.Problem{
			Title: "Not valid.", Faults: []api.Fault{{Name: "$[3].email[0].Address", Text: "odd"}},
		}}}},
		{"unsure, early", api.Answer{Outcome: api.Unsure, Status: 200, IsEnvelope: true, Seen: api.Seen{Host: host, Trouble: api.Early}}},
		{"unsure, 500", enveloped(api.Unsure, 500, false, "Internal Server Error.")},
		{"unsure, a page", api.Answer{Outcome: api.Unsure, Status: 200, Seen: api.Seen{Host: host, Other: "the page “Log in to the hotel”"}}},
		{"unsure, against itself", enveloped(api.Unsure, 500, true, "")},
		{"unsure, undocumented", enveloped(api.Unsure, 302, false, "Found.")},
		{"unsure, cut off", api.Answer{Outcome: api.Unsure, Status: 200, Seen: api.Seen{Host: host, Trouble: api.CutOff, Other: "12 bytes of application/json"}}},
		{"unsure, no answer", troubled(api.Unsure, api.Seen{Trouble: api.NoAnswer, Timeout: time.Minute})},
		{"unsure, ended", troubled(api.Unsure, api.Seen{Trouble: api.ConnectionEnded})},
		{"unsure, lost", troubled(api.Unsure, api.Seen{Trouble: api.ConnectionLost})},
		{"unsure, left", troubled(api.Unsure, api.Seen{Trouble: api.Left})},
	}
	for trouble := api.GivenUp; trouble <= api.ConnectionLost; trouble++ {
		s := api.Seen{Trouble: trouble, Timeout: 20 * time.Second, Detail: "certificate has expired", ProxyStatus: 403}
		switch trouble {
		case api.NoAnswer, api.ConnectionEnded, api.CutOff:
			continue // bytes had left before
		case api.ProxyAway:
			s.Detail = "connection refused"
		}
		list = append(list, struct {
			name string
			a    api.Answer
		}{"not sent, " + trouble.String(), troubled(api.NotSent, s)})
	}
	return list
}

func byName(name string) api.Answer {
	for _, c := range answers() {
		if c.name == name {
			return c.a
		}
	}
	return api.Answer{}
}

// about is a report on an answer to 100 leads.
func about(kind outbox.Kind, name string, rep outbox.Report) outbox.Report {
	a := byName(name)
	rep.Kind, rep.Answer, rep.Outcome, rep.Batch = kind, a, a.Outcome, uuid.MustParse("01a22e80-8ffc-734d-8dff-9f989a4f2a1c")
	if rep.Leads == 0 {
		rep.Leads = 100
	}
	return rep
}

// reports are one of each kind, and of each course where that makes a difference.
func reports() []struct {
	name string
	r    outbox.Report
} {
	goes := []outbox.Action{outbox.CanPause, outbox.CanCancel}
	again, key := []outbox.Action{outbox.CanSubmit}, []outbox.Action{outbox.CanSetKey, outbox.CanSubmit}
	over, disk := outbox.Over, fmt.Errorf("write the request down: %w", queue.ErrFull)
	return []struct {
		name string
		r    outbox.Report
	}{
		{"not connected, tried again", about(outbox.NotConnected, "not sent, connection refused", outbox.Report{Rest: 214, Retry: 4 * time.Second, Actions: goes})},
		{"not connected, went on", about(outbox.NotConnected, "not sent, connection refused", outbox.Report{Rest: 114, Went: 100, Actions: goes})},
		{"not connected, paused", about(outbox.NotConnected, "not sent, connection refused", outbox.Report{Course: outbox.Rests, Rest: 214})},
		{"not connected, cancelled", about(outbox.NotConnected, "not sent, connection refused", outbox.Report{Course: outbox.Ending, Rest: 214})},
		{"not connected, over", about(outbox.NotConnected, "not sent, connection refused", outbox.Report{Course: over, Back: 214, Actions: again})},
		{"throttled", about(outbox.Throttled, "limited", outbox.Report{Rest: 900, Retry: 3 * time.Minute, Actions: goes})},
		{"throttled, over", about(outbox.Throttled, "limited", outbox.Report{Course: over, Back: 1, Went: 99, Actions: again})},
		{"too large", about(outbox.TooLarge, "too many leads", outbox.Report{Rest: 100, Most: 50, Actions: goes})},
		{"too large, half went", about(outbox.TooLarge, "too many leads", outbox.Report{Rest: 50, Went: 50, Most: 50, Actions: goes})},
		{"ended, 401", about(outbox.Ended, "bad key, 401", outbox.Report{Course: over, Back: 101, Actions: key})},
		{"ended, the proxy's 407", about(outbox.Ended, "bad key, the proxy's 407", outbox.Report{Course: over, Back: 101, Actions: again})},
		{"ended, plan", about(outbox.Ended, "plan limit", outbox.Report{Course: over, Back: 10, Plan: &outbox.PlanFacts{Limit: 200, Sent: 199}, Actions: []outbox.Action{outbox.CanPick}})},
		{"ended, plan without a number", about(outbox.Ended, "plan limit", outbox.Report{Course: over, Back: 10, Plan: &outbox.PlanFacts{}, Actions: []outbox.Action{outbox.CanPick}})},
		{"ended, misdirected", about(outbox.Ended, "misdirected, 404", outbox.Report{Course: over, Back: 101, Actions: again})},
		{"ended, redirect", about(outbox.Ended, "misdirected, redirect", outbox.Report{Course: over, Back: 101, Actions: again})},
		{"ended, not sent", about(outbox.Ended, "not sent, unknown host", outbox.Report{Course: over, Back: 101, Actions: again})},
		{"ended, too large", about(outbox.Ended, "too many leads", outbox.Report{Course: over, Leads: 1, Back: 1, Actions: again})},
		{"refused alone", about(outbox.RefusedAlone, "at fault", outbox.Report{Leads: 1, Name: "acme gmbh", Actions: []outbox.Action{outbox.CanMend}})},
		{"refused alone, in a row", about(outbox.RefusedAlone, "at fault", outbox.Report{Leads: 1, Name: "acme gmbh", InARow: 3, Back: 6, Actions: []outbox.Action{outbox.CanMend}})},
		{"refused together", about(outbox.RefusedTogether, "at fault", outbox.Report{
			Course: over, Back: 100, Price: 14, Cost: 2 * time.Second, Actions: []outbox.Action{outbox.CanFindFault, outbox.CanLeaveReady},
		})},
		{"refused together, named", about(outbox.RefusedTogether, "at fault, a problem document", outbox.Report{
			Name: "acme gmbh", Course: over, Back: 100, Actions: []outbox.Action{outbox.CanFindFault, outbox.CanLeaveReady},
		})},
		{"searching", about(outbox.Searching, "at fault", outbox.Report{Leads: 50, Rest: 75, Actions: goes})},
		{"searching, taken back", about(outbox.Searching, "at fault", outbox.Report{Leads: 50, Course: over, Back: 75, Actions: again})},
		{"not known, waiting", about(outbox.NotKnown, "unsure, no answer", outbox.Report{Rest: 200, Most: 1, Retry: time.Minute, Actions: append([]outbox.Action{outbox.CanSettle}, goes...)})},
		{"not known, last", about(outbox.NotKnown, "unsure, 500", outbox.Report{Leads: 1, Actions: []outbox.Action{outbox.CanSettle}})},
		{"key missing", outbox.Report{Kind: outbox.KeyMissing, Outcome: api.BadKey, Err: errors.New("no keyring"), Course: over, Back: 101, Actions: key}},
		{"key changed", outbox.Report{Kind: outbox.KeyChanged, Outcome: api.BadKey, Course: over, Back: 101, Actions: again}},
		{"not whole", outbox.Report{Kind: outbox.NotWhole, Outcome: api.Created, Course: over, Back: 113, Actions: []outbox.Action{outbox.CanChooseNames}}},
		{"not whole, the only one", outbox.Report{Kind: outbox.NotWhole, Outcome: api.Created, Course: over}},
		{"disk refuses", outbox.Report{Kind: outbox.DiskRefuses, Err: disk, Leads: 10, Rest: 10, Actions: goes}},
		{"disk refuses, over", outbox.Report{Kind: outbox.DiskRefuses, Err: disk, Leads: 10, Course: over, Back: 10, Actions: again}},
		{"disk refuses, damaged", outbox.Report{Kind: outbox.DiskRefuses, Err: fmt.Errorf("read the leads: %w", &queue.Damage{}), Leads: 10, Course: over, Back: 10, Actions: again}},
		{"answer unwritten", outbox.Report{Kind: outbox.AnswerUnwritten, Err: queue.ErrFull}},
		{"ready unwritten", outbox.Report{Kind: outbox.ReadyUnwritten, Err: queue.ErrBusy}},
		{"none ready", outbox.Report{Kind: outbox.NoneReady, Course: over, Actions: []outbox.Action{outbox.CanSeeHistory}}},
		{"unfit", outbox.Report{Kind: outbox.Unfit, Leads: 12, Actions: []outbox.Action{outbox.CanMend}}},
		{"unfit, one", outbox.Report{Kind: outbox.Unfit, Leads: 1, Actions: []outbox.Action{outbox.CanMend}}},
		{"lease lost", outbox.Report{Kind: outbox.LeaseLost, Course: over, Actions: []outbox.Action{outbox.CanSettle}}},
	}
}

// receipts are batches with one of each end.
func receipts() []struct {
	name string
	b    queue.Batch
} {
	batch := func(state queue.BatchState, leads queue.State, n int, answer string) queue.Batch {
		a := byName(answer)
		b := queue.Batch{ID: uuid.MustParse("01a22e80-8ffc-734d-8dff-9f989a4f2a1c"), State: state, Receipt: outbox.Receipt(a)}
		for i := range n {
			b.Leads, b.Names, b.States = append(b.Leads, uuid.UUID{byte(i)}), append(b.Names, fmt.Sprintf("Company %d", i)), append(b.States, leads)
		}
		return b
	}
	resolved := func(how string) queue.Batch {
		b := batch(queue.BatchResolved, queue.Sent, 3, "unsure, 500")
		b.Resolution = how
		return b
	}
	died := batch(queue.BatchUnsure, queue.Unsure, 2, "")
	died.Receipt = queue.Receipt{Err: "leadpad ended before the answer came", What: "prose", Certain: "prose", Next: "prose"}
	old := batch(queue.BatchUnsure, queue.Unsure, 100, "")
	old.Receipt = queue.Receipt{
		Outcome: "unsure", What: "127.0.0.1:8080 closed the connection before it answered.",
		Certain: "Nobody knows about these 100 (Not sure, F5).", Next: "settle the batch in History (F5)",
	}
	practice := batch(queue.BatchUnsure, queue.Unsure, 1, "unsure, 500")
	practice.Practice = true
	return []struct {
		name string
		b    queue.Batch
	}{
		{"in flight", batch(queue.InFlight, queue.Sending, 2, "")},
		{"sent", batch(queue.BatchSent, queue.Sent, 2, "created")},
		{"returned, 401", batch(queue.BatchReturned, queue.Ready, 3, "bad key, 401")},
		{"returned, 429", batch(queue.BatchReturned, queue.Ready, 100, "limited")},
		{"returned, plan", batch(queue.BatchReturned, queue.Ready, 3, "plan limit")},
		{"returned, not sent", batch(queue.BatchReturned, queue.Ready, 3, "not sent, unknown host")},
		{"returned, misdirected", batch(queue.BatchReturned, queue.Ready, 3, "misdirected, 404")},
		{"refused", batch(queue.BatchRefused, queue.Ready, 5, "at fault")},
		{"refused, one", batch(queue.BatchRefused, queue.Failed, 1, "at fault")},
		{"unsure", batch(queue.BatchUnsure, queue.Unsure, 100, "unsure, no answer")},
		{"unsure, practice", practice},
		{"unsure, its leadpad died", died},
		{"unsure, of an earlier version", old},
		{"resolved, there", resolved("sent")},
		{"resolved, missing", resolved("ready")},
		{"resolved, by lead", resolved("")},
	}
}

// everything is all that is told, by reader and name.
func everything(f func(reader, name string, told Told)) {
	for _, who := range []string{"screen", "prompt", "line"} {
		r := readers()[who]
		for _, c := range answers() {
			f(who, "answer: "+c.name, Told{What: r.What(c.a, 100)})
		}
		for _, c := range answers() {
			if r.Served {
				break // a line tests no key
			}
			f(who, "key test: "+c.name, Told{What: r.KeyTest(c.a)})
		}
		for _, c := range reports() {
			f(who, "report: "+c.name, r.Report(c.r))
		}
		for _, c := range receipts() {
			f(who, "receipt: "+c.name, r.Receipt(c.b))
			for i, said := range []string{r.Request(c.b, true, true), r.Became(c.b, 0)} {
				f(who, []string{"request: ", "became: "}[i]+c.name, Told{What: said})
			}
		}
		f(who, "unsettled, one batch", Told{Next: r.Unsettled(3, []queue.ID{{}})})
		f(who, "unsettled, two batches", Told{Next: r.Unsettled(3, []queue.ID{{}, {}})})
	}
}

// What is told, for each outcome and reader, stands in testdata/told.txt to be
// read as a whole.
func TestTold(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	everything(func(reader, name string, told Told) {
		fmt.Fprintf(&b, "%s, %s\n", reader, name)
		for _, text := range []string{told.What, told.Certain, told.Next} {
			if text != "" {
				fmt.Fprintf(&b, "    %s\n", text)
			}
		}
	})
	path := filepath.Join("testdata", "told.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// sentences takes a text apart at full stops.
func sentences(text string) []string {
	return strings.FieldsFunc(strings.NewReplacer(". ", ".\n", "? ", "?\n").Replace(text), func(r rune) bool { return r == '\n' })
}

// A sentence is short, a prompt names no key, and a screen no command.
func TestSentencesAreShortAndForTheirReader(t *testing.T) {
	t.Parallel()
	const longest = 160
	n := 0
	everything(func(reader, name string, told Told) {
		all := told.String()
		for _, s := range sentences(all) {
			n++
			if utf8.RuneCountInString(s) > longest {
				t.Errorf("%s, %s: %d characters: %s", reader, name, utf8.RuneCountInString(s), s)
			}
		}
		for _, text := range []string{told.What, told.Certain, told.Next} {
			if text != "" && !strings.ContainsAny(text[len(text)-1:], ".?:") && !strings.HasPrefix(name, "became: ") {
				t.Errorf("%s, %s: no full stop: %s", reader, name, text)
			}
		}
		if reader == "screen" && strings.Contains(all, "`") {
			t.Errorf("a screen names a command: %s: %s", name, all)
		}
		if reader == "prompt" && (strings.ContainsAny(all, "«»") || strings.Contains(all, "press") || strings.Contains(all, "F5") || strings.Contains(all, "F3")) {
			t.Errorf("a prompt names a key: %s: %s", name, all)
		}
		if reader == "line" {
			for _, none := range []string{"`leadpad", "LEADPAD", "CLOSINGDEALZ_", "key set", "key_command", "in the config", "«"} {
				if strings.Contains(all, none) {
					t.Errorf("a line has no %q: %s: %s", none, name, all)
				}
			}
		}
		if strings.Contains(strings.ToLower(all), "nobody knows") || strings.Contains(all, "prose") {
			t.Errorf("%s, %s: %s", reader, name, all)
		}
	})
	if n < 300 {
		t.Errorf("only %d sentences", n)
	}
}

// A key that does nothing where it is read is not named.
func TestAScreenWithoutTheKeyDoesNotNameIt(t *testing.T) {
	t.Parallel()
	r := Reader{Workspace: "acme", Key: func(outbox.Action) string { return "" }}
	for _, c := range reports() {
		told := r.Report(c.r)
		for _, bad := range []string{"()", "  ", " ;", "; .", ", .", "`"} {
			if strings.Contains(told.String(), bad) {
				t.Errorf("%s: %q", c.name, told.String())
			}
		}
	}
}

// What begins with a key or a name keeps it as it is.
func TestKeysAndNamesKeepTheirLetters(t *testing.T) {
	t.Parallel()
	r := Reader{Key: func(a outbox.Action) string { return "f" }}
	for _, c := range reports() {
		if told := r.Report(c.r); strings.Contains(told.String(), "F ") || !strings.HasPrefix(told.What, c.r.Name) && !strings.Contains(told.Certain, "it names "+c.r.Name) {
			t.Errorf("%s: %q", c.name, told.String())
		}
	}
}
