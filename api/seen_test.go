package api

import (
	"encoding/json"
	"net"
	"net/http"
	"testing"
)

// Receipts on disk keep these names: History must still know them.
func TestTroublesAreKeptByName(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for trouble := NoTrouble; trouble <= Left; trouble++ {
		name := trouble.String()
		if names[name] || name == "" && trouble != NoTrouble {
			t.Errorf("trouble %d is called %q", trouble, name)
		}
		names[name] = true
		kept, err := json.Marshal(Seen{Trouble: trouble, Host: "crm.example"})
		var read Seen
		if err == nil {
			err = json.Unmarshal(kept, &read)
		}
		if err != nil || read.Trouble != trouble {
			t.Errorf("%s is read as %v: %v", kept, read.Trouble, err)
		}
	}
	var read Seen
	if err := json.Unmarshal([]byte(`{"trouble":"of a later version"}`), &read); err != nil || read.Trouble != ConnectionLost {
		t.Errorf("an unknown trouble is read as %v: %v", read.Trouble, err)
	}
	if got := Trouble(200).String(); got != ConnectionLost.String() {
		t.Errorf("trouble 200 is written as %q", got)
	}
}

func TestAClosedConnectionIsSeen(t *testing.T) {
	t.Parallel()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _ = c.Close() })
	a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
	if a.Outcome != Unsure || a.Trouble != ConnectionEnded || a.Host != s.Addr().String() {
		t.Errorf("got %+v", a)
	}
	s = newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(created()[:len(created())-20]) })
	if a = newClient(t, s.URL(), nil).Create(t.Context(), theBody(t)); a.Trouble != CutOff || a.Status != 200 {
		t.Errorf("got %+v", a)
	}
}

// An envelope contradicts its status where its code is another one, or where it
// says the opposite of what the status says.
func TestContradictions(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, tt := range []struct {
		status, code int // 0: the envelope has none
		succeeded    *bool
		want         bool
	}{
		{200, 200, &yes, false},
		{200, 200, &no, true},
		{200, 0, &yes, false},
		{200, 0, nil, false},
		{200, 201, nil, true},
		{200, 0, &no, true},
		{299, 0, &yes, false},
		{299, 0, &no, true},
		{300, 0, &yes, true},
		{300, 0, &no, false},
		{199, 0, &yes, true},
		{199, 0, &no, false},
		{500, 500, &no, false},
		{500, 500, &yes, true},
		{500, 200, &yes, true},
	} {
		a := Answer{Status: tt.status, IsEnvelope: true, Envelope: Envelope{Succeeded: tt.succeeded}}
		if tt.code != 0 {
			a.Envelope.StatusCode = &tt.code
		}
		if got := a.Contradicts(); got != tt.want {
			t.Errorf("%+v: got %v", tt, got)
		}
	}
}

func TestTheFreePlansLimit(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]int{
		"Can not have more than 200 leads on the free plan.": 200, "Reached the maximum limit of leads on the free plan.": 0, "": 0, "7 Leads  on the Free Plan": 7,
		"12345678 leads on the free plan": 0,
	} {
		if got := FreePlanLimit(message); got != want {
			t.Errorf("%s: got %d, want %d", message, got, want)
		}
	}
}
