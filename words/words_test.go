package words

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

func TestNumbersAndTimes(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		Number(0): "0", Number(7): "7", Number(7794): "7,794", Number(999): "999", Number(1234567): "1,234,567", Number(1_000_000): "1,000,000", Number(-1234): "-1,234", Number(10_020): "10,020",
		Plural(1, "batch", "batches"): "1 batch", Plural(1200, "batch", "batches"): "1,200 batches", Leads(1): "1 lead", Leads(0): "0 leads",
		PluralWord(1, "it", "them"): "it", PluralWord(0, "it", "them"): "them",
		Span(-time.Second): "1 s", Span(58 * time.Second): "58 s", Span(57001 * time.Millisecond): "58 s", Span(2 * time.Minute): "120 s",
		Span(121 * time.Second): "2 min", Span(90 * time.Minute): "90 min", Span(5 * time.Hour): "5 h",
		About(0): "less than a second", About(1500 * time.Millisecond): "about 2 s",
		Sizes([]int{1, 100, 100, 13}): "1+100+100+13", Sizes([]int{1, 100, 100, 100, 100, 100, 13}): "1+5×100+13", Sizes([]int{1, 2, 3, 4, 5, 6, 7}): "1+2+3+4+5+…",
		List(): "", List("a"): "a", List("a", "b"): "a and b", List("a", "b", "c"): "a, b and c",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", " the disk is full ": "The disk is full.", "leadpad ended": "leadpad ended.", "Is it?": "Is it?", "look for:": "Look for:",
		"say “no.”": "Say “no.”", "\x1b[31mred": "Red.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if got := Join("acme was refused", "", "f finds it."); got != "acme was refused. f finds it." {
		t.Errorf("got %q", got)
	}
}

// Each reason, note, kind, state and outcome has words of its own.
func TestEveryFactHasItsOwnWords(t *testing.T) {
	t.Parallel()
	distinct := func(what string, n int, word func(i int) string) {
		t.Helper()
		seen := map[string]int{}
		for i := 1; i <= n; i++ {
			w := word(i)
			if other, ok := seen[w]; ok || w == "" {
				t.Errorf("%s %d is called %q, as %d is", what, i, w, other)
			}
			seen[w] = i
		}
	}
	distinct("reason", int(outbox.ForLook), func(i int) string { return Reason(outbox.Reason(i)) })
	distinct("note", int(outbox.RestOfRefused), func(i int) string { return Note(outbox.Note{Kind: outbox.NoteKind(i), Leads: 3, Of: 7}) })
	distinct("kind", int(outbox.LeaseLost), func(i int) string { return outbox.Kind(i).String() })
	distinct("outcome", int(api.AtFault), func(i int) string { return Outcome(api.Outcome(i)) })
	distinct("state", int(queue.Unsure), func(i int) string { return State(queue.State(i), false, false) })
	distinct("trouble", int(api.Left), func(i int) string {
		return Trouble(api.Seen{Trouble: api.Trouble(i), Host: "h", Detail: "d", ProxyStatus: 403}, true)
	})
	distinct("field", int(lead.ContactID), func(i int) string { return Omitted(outbox.Omission{Field: lead.Field(i), Leads: 2}) })
}

// A report of each kind is in the table of what is told.
func TestEveryKindIsTold(t *testing.T) {
	t.Parallel()
	tried := map[outbox.Kind]bool{}
	for _, c := range reports() {
		tried[c.r.Kind] = true
	}
	for k := outbox.NothingTold + 1; k <= outbox.LeaseLost; k++ {
		if !tried[k] {
			t.Errorf("no report of kind %q", k)
		}
	}
	outcomes := map[api.Outcome]bool{}
	for _, c := range answers() {
		outcomes[c.a.Outcome] = true
	}
	for o := api.Unsure; o <= api.AtFault; o++ {
		if !outcomes[o] {
			t.Errorf("no answer that means %q", o)
		}
	}
	if told := (Reader{}).Report(outbox.Report{}); told != (Told{}) {
		t.Errorf("nothing is told as %+v", told)
	}
}

// A server's long or hostile message stays one line of bounded length.
func TestMessagesAreClippedAndCleaned(t *testing.T) {
	t.Parallel()
	a := byName("at fault")
	a.Envelope.Message = ptr(strings.Repeat("é\x1b[31m\n", 5000))
	for who, r := range readers() {
		if what := r.What(a, 5); len([]rune(what)) > mostSaid+60 || strings.ContainsAny(what, "\x1b\n") {
			t.Errorf("%s: %d characters: %.80q", who, len([]rune(what)), what)
		}
	}
}

func TestReceiptsOfEarlierVersionsKeepTheirWords(t *testing.T) {
	t.Parallel()
	for err, want := range map[string]string{
		"read tcp 10.0.0.1:4->10.0.0.2:80: read: connection reset by peer": "the connection was cut",
		"dial tcp 127.0.0.1:9: connect: connection refused":                "nothing answers at the address",
		"dial tcp: lookup crm.example: no such host":                       "the server's name is not known",
		"time-out":                       "time-out",
		"something that nobody foresaw":  "something that nobody foresaw",
		"":                               "",
		"tls: failed to verify: x509: a": "the certificate is not trusted",
	} {
		if got := Why(queue.Receipt{Outcome: "unsure", Err: err}); got != want {
			t.Errorf("%q is %q, want %q", err, got, want)
		}
	}
}

// Whoever has a damaged lead is told which.
func TestDamageIsNamed(t *testing.T) {
	t.Parallel()
	damage := fmt.Errorf("read the leads: %w", &queue.Damage{Address: "/data/queue.db", Detail: "lead 7 is not as\x07 it was written"})
	rep := outbox.Report{Kind: outbox.DiskRefuses, Err: damage, Leads: 3}
	if got, want := (Reader{}).Report(rep).What, "The queue can't be read: the file is damaged (lead 7 is not as it was written)."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRemedies(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"leadpad doctor --salvage":           fmt.Errorf("open: %w", queue.ErrDamaged),
		"`leadpad key set --profile acme`":   fmt.Errorf("look up: %w", &config.NoKeyError{Profile: "acme"}),
		"`leadpad key set --profile beta`":   &config.Error{KeyOf: "beta"},
		"leadpad config init --name gamma` ": &config.Error{Missing: "gamma"},
		"LEADPAD_DATA to another one":        fmt.Errorf("open: %w", &app.NoFolder{Dir: "/data", Err: errors.New("full")}),
		"LEADPAD_DATA to another folder":     fmt.Errorf("open: %w", queue.ErrNewer),
		"try again in 7 s":                   &app.WindowFull{Wait: 6500 * time.Millisecond},
		"edit it in /c/config.toml, or ":     &app.Taken{Name: "acme", Path: "/c/config.toml"},
		"split it":                           &intake.Fact{What: intake.Large, Line: 7},
		"cancel the rest":                    fmt.Errorf("keep: %w", app.ErrUnderWay),
	} {
		if got := (Reader{}).Remedy(err); !strings.Contains(got, want) {
			t.Errorf("%v: %q lacks %q", err, got, want)
		}
	}
	if got := (Reader{}).Remedy(errors.New("else")); got != "" {
		t.Errorf("got %q", got)
	}
	if !errors.Is(&config.NoKeyError{Profile: "acme"}, config.ErrNoKey) {
		t.Error("a missing key is not ErrNoKey")
	}
}

// What can be done only at a prompt is not said on a screen.
func TestErrorOnAScreenNamesNoCommand(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"leads cannot be kept in /data (full)":                                      &app.NoFolder{Dir: "/data", Err: errors.New("full")},
		"the leads were written by a newer leadpad":                                 fmt.Errorf("the leads were %w", queue.ErrNewer),
		"a submission is under way; wait for its end, or cancel the rest":           app.ErrUnderWay,
		"the demo keeps nothing; leave it and start leadpad to connect a workspace": app.ErrDemo,
		`there is a workspace "acme" already; choose another name`:                  &app.Taken{Name: "acme"},
	} {
		if got := Error(err); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestKept(t *testing.T) {
	t.Parallel()
	for want, k := range map[string]app.Kept{
		"":                      {},
		"in the system keyring": {Keyring: true},
		"in the system keyring; CLOSINGDEALZ_API_KEY is set and goes before it": {Keyring: true, Behind: true},
		"in /k/acme.key, readable by you alone, because there is no keyring":    {File: "/k/acme.key"},
	} {
		if got := Kept(k); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A request whose leadpad died has no more than the time at which that was noticed,
// whichever version noticed.
func TestWhyNobodyHeardTheAnswer(t *testing.T) {
	t.Parallel()
	for _, r := range []queue.Receipt{
		{Begun: time.Unix(1, 0), Ended: time.Unix(9, 0)},
		{Begun: time.Unix(1, 0), Ended: time.Unix(9, 0), Err: "leadpad ended before the answer came", What: "prose"},
	} {
		if got := Why(r); got != "leadpad ended before the answer came" {
			t.Errorf("got %q", got)
		}
	}
	if got := Why(queue.Receipt{Begun: time.Unix(1, 0)}); got != "" {
		t.Errorf("of one in flight: %q", got)
	}
}

// What a lead was in a later batch goes before what became of it in this one.
func TestSince(t *testing.T) {
	t.Parallel()
	b := queue.Batch{ID: queue.ID{1}}
	for state, want := range map[queue.State]string{
		queue.Sent: "sent since", queue.Unsure: "not sure since", queue.Failed: "failed again since (bad email)", queue.Held: "on its way again", queue.Ready: "",
	} {
		got := since(b, queue.Entry{State: state, Batch: queue.ID{2}, Remark: "bad email"})
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%v: %q", state, got)
		}
		if got := since(b, queue.Entry{State: state, Batch: b.ID}); got != "" {
			t.Errorf("%v in this one: %q", state, got)
		}
	}
}

// A key that would not be used says where the one in use comes from, and what to do.
func TestErrorOfAKeyFromElsewhere(t *testing.T) {
	t.Parallel()
	for source, want := range map[app.KeySource]string{
		app.KeyOfCommand:     "The key comes from key_command in the config: correct that, or take it out, and keep the right key with `leadpad key set --profile acme`",
		app.KeyOfEnvironment: "The key comes from CLOSINGDEALZ_API_KEY: set the right one there, or unset it, and keep the right key with `leadpad key set --profile acme`",
	} {
		if got := Error(fmt.Errorf("keep: %w", &app.KeyElsewhere{Workspace: "acme", Source: source})); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Who is not alone at a workspace reads how much of the window others used.
func TestWhoUsedTheWindow(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 3, 14, 0, 0, 0, time.UTC)
	use := func(user string, n int) outbox.Use {
		u := outbox.Use{User: user, Frees: []time.Time{now}} // free again by now
		for range n {
			u.Frees = append(u.Frees, now.Add(time.Second))
		}
		return u
	}
	for want, by := range map[string][]outbox.Use{
		"":                             {use("Ben", 25)},
		"12 by Ana":                    {use("Ben", 25), use("Ana", 12)},
		"15 by 2 others":               {use("Ana", 12), use("Cem", 3), use("Ben", 1)},
		"2 by somebody without a name": {use("Ben", 1), use("", 2)},
	} {
		if got := UsedBy(by, "Ben", now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := UsedBy([]outbox.Use{use("A\x1b[31mna", 1)}, "Ben", now); strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
	if got := Beside([]string{"Ana"}); got != "Ana sends too: requests take turns" {
		t.Error(got)
	}
	if got := Beside([]string{"Ana", "Cem"}); got != "Ana and Cem send too: requests take turns" {
		t.Error(got)
	}
}
