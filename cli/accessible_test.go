package cli_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// kept is a lead as `leadpad list --json` prints it.
type kept struct {
	State    string
	Finished bool
	Lead     map[string]any
}

func (u *user) kept() []kept {
	u.t.Helper()
	var leads []kept
	if err := json.Unmarshal([]byte(u.must(0, "list", "--json").out), &leads); err != nil {
		u.t.Fatal(err)
	}
	return leads
}

// ask answers the questions of `leadpad add --accessible`, one line each.
func (u *user) ask(answers []string, flags ...string) result {
	u.t.Helper()
	return u.run(strings.Join(answers, "\n")+"\n", append([]string{"add", "--accessible"}, flags...)...)
}

// acme is a company with everything that a company may have, in answers and as JSON.
var acme = struct {
	answers []string
	json    string
}{
	[]string{
		"company", "Acme Ltd", "Beverages", "info@acme.example", "sales@acme.example", "", "+49 30 901820", "",
		"y", "Hafenstraße 12", "Berlin", "Berlin", "10117", "Germany", "n",
		"https://acme.example", "", "https://linkedin.com/company/acme", "linkedin", "",
		"30", "Distributor",
		"y", "Jane", "Doe", "CFO", "Finance", "jane@acme.example", "", "+49 171 5550123", "Enter", "", "",
		"y", "Main St 1", "Springfield", "IL", "62701", "US", "",
		"https://x.com/jane", "", "", "123e4567-e89b-12d3-a456-426614174000",
		"", "expo", "vip", "", "Met at the fair.", "Wants a quote.", "", "123e4567-e89b-12d3-a456-426614174001", "",
	},
	`{"kind":"company","name":"Acme Ltd","industry":"Beverages","emails":["info@acme.example","sales@acme.example"],
	"phones":["+49 30 901820"],"addresses":[{"street":"Hafenstraße 12","city":"Berlin","state":"Berlin","postalCode":"10117","country":"Germany"}],
	"socials":[{"url":"https://acme.example"},{"url":"https://linkedin.com/company/acme","type":"linkedin"}],
	"employees":"30","role":"Distributor","contacts":[{"name":"Jane","lastName":"Doe","role":"CFO","industry":"Finance",
	"emails":["jane@acme.example"],"phones":["+49 171 5550123","Enter"],
	"addresses":[{"street":"Main St 1","city":"Springfield","state":"IL","postalCode":"62701","country":"US"}],
	"socials":[{"url":"https://x.com/jane"}],"contactId":"123e4567-e89b-12d3-a456-426614174000"}],
	"labels":["expo","vip"],"notes":"Met at the fair.\nWants a quote.","companyId":"123e4567-e89b-12d3-a456-426614174001"}`,
}

func TestQuestionsMakeTheSameLeadAsJSONAndFlags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []string
		json    string
		flags   []string
	}{
		"company": {acme.answers, acme.json, nil},
		"contact": {
			[]string{
				"contact", "Ada", "Lovelace", "Engineer", "Acme", "Computing", "ada@acme.example", "", "", "y", "", "London", "", "", "", "", "", "", "", "Call her.", "", "", "",
			},
			`{"kind":"contact","name":"Ada","lastName":"Lovelace","role":"Engineer","company":"Acme","industry":"Computing",
			"emails":["ada@acme.example"],"addresses":[{"city":"London"}],"notes":"Call her."}`,
			[]string{
				"--kind", "contact", "--name", "Ada", "--last-name", "Lovelace", "--role", "Engineer", "--company", "Acme",
				"--industry", "Computing", "--email", "ada@acme.example", "--city", "London", "--notes", "Call her.",
			},
		},
		"names alone": {
			[]string{"", "Acme", "", "", "", "", "", "", "", "", "", "", "", ""},
			`{"kind":"company","name":"Acme"}`,
			[]string{"--name", "Acme"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked, read := newUser(t), newUser(t)
			if r := asked.ask(append(c.answers, "", "y")); r.code != 0 || !strings.Contains(r.out, "Saved as ") {
				t.Fatalf("got %d %s%s", r.code, r.out, r.err)
			}
			if r := read.run(c.json, "add", "--json", "-"); r.code != 0 {
				t.Fatalf("got %d %s", r.code, r.err)
			}
			want := read.kept()
			if got := asked.kept(); !reflect.DeepEqual(got, want) {
				t.Errorf("asked: %+v\nJSON:  %+v", got, want)
			}
			if c.flags == nil {
				return
			}
			flagged := newUser(t)
			flagged.must(0, append([]string{"add"}, c.flags...)...)
			if got := flagged.kept(); !reflect.DeepEqual(got, want) {
				t.Errorf("flags: %+v\nJSON:  %+v", got, want)
			}
		})
	}
}

func TestQuestionsSayWhatIsWrongAndTakeItAnew(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	r := u.ask([]string{
		"", "Acme", "", "info@", "info@gmial.com", "info@acme.example", "", "nonsense", "", "", "", "", "some", "30", "", "", "", "", "", "",
		"9", "2", "hello@acme.example", "3", "-", "", "y",
	})
	for _, says := range []string{"Email 1: ", "Email 1, a note: ", "Phone 1: ", "Employees: ", "2. Email 1: info@acme.example.", "A number from 1 to 4.", "Save? It will be Ready."} {
		if !strings.Contains(r.out, says) {
			t.Errorf("%q is not said", says)
		}
	}
	got := u.kept()
	want := map[string]any{"kind": "company", "name": "Acme", "emails": []any{"hello@acme.example"}, "employees": "30"}
	if r.code != 0 || len(got) != 1 || got[0].State != "ready" || !reflect.DeepEqual(got[0].Lead, want) {
		t.Errorf("got %d %+v\n%s%s", r.code, got, r.out, r.err)
	}
}

// A problem is kept where nothing better is typed, and the lead says so.
func TestQuestionsKeepAProblemAsADraft(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	r := u.ask([]string{"", "Acme", "", "info@", "", "", "", "", "", "", "", "", "", "", "", "", "", "y"})
	got := u.kept()
	if r.code != 0 || !strings.Contains(r.out, "Save? It will be a draft with 1 problem.") || len(got) != 1 || got[0].State != "draft" || !got[0].Finished {
		t.Errorf("got %d %+v\n%s%s", r.code, got, r.out, r.err)
	}
}

// Wherever the answers end, and where saving is declined, what was typed is there.
func TestQuestionsLoseNothingWhereTheyEnd(t *testing.T) {
	t.Parallel()
	all := append(append([]string{}, acme.answers...), "")
	for n := 2; n <= len(all); n += 7 {
		u := newUser(t)
		r := u.run(strings.Join(all[:n], "\n"), "add", "--accessible") // the last one without its Enter
		got := u.kept()
		if r.code != 1 || !strings.Contains(r.out, "kept as a draft that is not finished") || len(got) != 1 || got[0].Finished {
			t.Fatalf("after %d answers: %d %+v\n%s%s", n, r.code, got, r.out, r.err)
		}
		text, _ := json.Marshal(got[0].Lead)
		for _, one := range all[1:n] {
			if len(one) > 1 && !strings.Contains(string(text), one) {
				t.Errorf("after %d answers %q is not in %s", n, one, text)
			}
		}
	}
	u := newUser(t)
	if r := u.ask(append(all, "n")); r.code != 0 || !strings.Contains(r.out, "not finished") || len(u.kept()) != 1 {
		t.Errorf("declined: %d %+v\n%s%s", r.code, u.kept(), r.out, r.err)
	}
}

func TestQuestionsWithoutAnAnswerMakeNoLead(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "contact\n", strings.Repeat("\n", 40)} {
		u := newUser(t)
		if r := u.run(in, "add", "--accessible"); r.code != 1 || !strings.Contains(r.out, "Nothing was saved.") || len(u.kept()) != 0 {
			t.Errorf("%q: %d %s%s", in, r.code, r.out, r.err)
		}
	}
}

// A long line, control characters and a lost character come through as from flags.
func TestQuestionsTakeAnyText(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	long := strings.Repeat("long ", 40_000)
	if r := u.run("\nAc\x1bme \xff 東京\n\n\n\n\n\n\n\n\n\n\n"+long+"\n", "add", "--accessible"); strings.Contains(r.out, "\x1b") {
		t.Errorf("a control character is printed: %q", r.out)
	}
	got := u.kept()
	if len(got) != 1 || got[0].Lead["name"] != "Acme \ufffd 東京" || got[0].Lead["notes"] != strings.TrimSpace(long) {
		t.Errorf("got %.300v", got)
	}
}

func TestQuestionsAsADryRun(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	answers := append(append([]string{}, acme.answers...), "")
	r := u.ask(answers, "--dry-run", "--json")
	var got struct {
		Leads []struct {
			Lead     map[string]any
			Unplaced []string
		}
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(acme.json), &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != 0 || len(got.Leads) != 1 || got.Leads[0].Unplaced == nil || !reflect.DeepEqual(got.Leads[0].Lead, want) {
		t.Errorf("got %d %v %s", r.code, err, r.out)
	}
	if r := u.ask(answers, "--dry-run"); r.code != 0 || !strings.Contains(r.out, "It would be a draft with 1 problem. Nothing was saved.") {
		t.Errorf("got %d %s%s", r.code, r.out, r.err)
	}
	if r := u.ask(answers[:5], "--dry-run"); r.code != 1 || !strings.Contains(r.out, "Nothing was saved.") {
		t.Errorf("got %d %s%s", r.code, r.out, r.err)
	}
	if got := u.kept(); len(got) != 0 {
		t.Errorf("a dry run saved %+v", got)
	}
}

func TestQuestionsGoWithNoOtherFlag(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, args := range []string{"--name Acme", "--social x.com/acme", "--city Berlin", "--kind contact", "--paste -", "--json -", "--json", "--drop-unplaced"} {
		if r := u.run("", append([]string{"add", "--accessible"}, strings.Fields(args)...)...); r.code != 2 || !strings.Contains(r.err, "--accessible") {
			t.Errorf("%s: got %d %q", args, r.code, r.err)
		}
	}
}
