package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// as is somebody else at the same machine: the same data, a config of their own.
func (u *user) as(name string) *user {
	u.t.Helper()
	other := newUser(u.t)
	for _, v := range u.env { // the last one of a name counts
		if !strings.HasPrefix(v, "LEADPAD_CONFIG=") {
			other.env = append(other.env, v)
		}
	}
	other.writeConfig("user = \"" + name + "\"\nleads = [\"Lea\"]\nhold_seconds = 0\n")
	return other
}

// counts are the leads by state that somebody sees.
func (u *user) counts() map[string]int {
	u.t.Helper()
	var s struct{ Leads map[string]int }
	if err := json.Unmarshal([]byte(u.must(0, "status", "--json").out), &s); err != nil {
		u.t.Fatal(err)
	}
	return s.Leads
}

// Several people share one folder of leads: each has a config with a name. What is
// somebody else's is not there, whichever command asks for it.
func TestPeopleOfOneFolderSeeTheirOwnLeads(t *testing.T) {
	t.Parallel()
	nobody, srv := connected(t)
	ana, ben, lea := nobody.as("Ana"), nobody.as("Ben"), nobody.as("Lea")
	ana.ready(2)
	ben.ready(1)
	for _, c := range []struct {
		who  string
		sees map[string]int
		want int
	}{{"Ana", ana.counts(), 2}, {"Ben", ben.counts(), 1}, {"Lea", lea.counts(), 3}, {"nobody", nobody.counts(), 0}} {
		if c.sees["ready"] != c.want {
			t.Errorf("%s sees %v", c.who, c.sees)
		}
	}
	nobody.ready(1)
	if r := ana.run("", "doctor"); !strings.Contains(r.out, "2 ready, 0 not sure; 1 more was typed where the config named no user") {
		t.Errorf("doctor does not count nobody's leads: %s", r.out)
	}
	for _, id := range nobody.listed() {
		nobody.must(0, "delete", id)
	}
	hers := ana.listed()["Lead 1"]
	for _, args := range [][]string{
		{"submit", "--yes", hers}, {"delete", "--yes", hers}, {"restore", hers},
	} {
		if r := ben.run("", args...); r.code == 0 {
			t.Errorf("Ben's %v was done: %s%s", args, r.out, r.err)
		}
	}
	if n := len(srv.leads()); n != 0 || ana.counts()["ready"] != 2 {
		t.Fatalf("the server has %d leads, Ana %v", n, ana.counts())
	}

	// Who leads the team sends for all; what went is each one's own still.
	lea.must(0, "submit", "--all", "--yes")
	if n := len(srv.leads()); n != 3 || ana.counts()["sent"] != 2 || ben.counts()["sent"] != 1 {
		t.Fatalf("the server has %d leads, Ana %v, Ben %v", n, ana.counts(), ben.counts())
	}
	batch := lea.batches("sent")[0]
	if r := lea.run("", "history", batch); r.code != 0 {
		t.Errorf("who sent it cannot read the batch: %s", r.err)
	}
	for _, u := range []*user{ana, ben} {
		if r := u.run("", "history", batch); r.code == 0 || len(u.batches("sent")) != 0 {
			t.Errorf("a batch of others is shown: %s", r.out)
		}
	}

	// That a lead went out is known to all: Ben's own is like Ana's.
	if r := ben.run(`{"isContact":false,"name":"Lead 1"}`, "import", "-"); r.code != 0 {
		t.Fatal(r.err)
	}
	if r := ben.must(0, "submit", "--all", "--dry-run", "--json"); !strings.Contains(r.out, `"duplicates": 1`) && !strings.Contains(r.out, `"duplicates":1`) {
		t.Errorf("Ben is not told: %s", r.out)
	}
}

// A batch that nobody knows about is settled by who sent it and by who leads the
// team, and a lead like one of it that comes in stays a draft, whoever adds it.
func TestANotSureBatchIsItsSendersAndTheTeamLeads(t *testing.T) {
	t.Parallel()
	nobody, _ := connected(t, "--fault", "reset-after:1")
	ana, ben, lea := nobody.as("Ana"), nobody.as("Ben"), nobody.as("Lea")
	lead := `{"isContact":false,"name":"Acme","email":["info@acme.example"]}`
	if r := ana.run(lead, "import", "-"); r.code != 0 {
		t.Fatal(r.err)
	}
	ana.must(4, "submit", "--all", "--yes")
	batch := ana.batches("unsure")[0]
	if r := ben.run("", "resolve", batch, "--sent"); r.code == 0 || !strings.Contains(r.err, "no batch") && !strings.Contains(r.err, "not found") {
		t.Errorf("Ben settles Ana's batch: %d %s", r.code, r.err)
	}
	if r := ben.run(lead, "import", "-"); r.code != 0 || ben.counts()["draft"] != 1 {
		t.Errorf("what may be there already came in as %v: %s%s", ben.counts(), r.out, r.err)
	}
	if r := lea.run("", "resolve", batch, "--sent"); r.code != 0 || ana.counts()["sent"] != 1 {
		t.Errorf("who leads cannot settle: %s; Ana's are %v", r.err, ana.counts())
	}
}
