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
