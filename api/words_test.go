package api

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"

	"leadpad/config"
)

// The bare command would set the key of the default workspace.
func TestKeyAdviceNamesTheWorkspace(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, 0} {
		for workspace, want := range map[string]string{"beta": "`leadpad key set --profile beta`", "": "`leadpad key set --profile NAME`"} {
			s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
				_, _ = c.Write(say(status, "application/json", envelopeBody(false, status, "Invalid API key.")))
			})
			a := newClient(t, s.URL(), func(o *Options) {
				o.Workspace = workspace
				if status == 0 {
					o.Key = func(context.Context) (config.Secret, error) { return config.Secret{}, nil }
				}
			}).Create(t.Context(), theBody(t))
			if a.Outcome != BadKey || !strings.Contains(a.Next, want) {
				t.Errorf("%d in %q: %v, %s", status, workspace, a.Outcome, a.Next)
			}
		}
	}
}

// What `leadpad key set` keeps is not the key in use while the environment has one.
func TestKeyAdviceNamesWhatGoesBefore(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
			_, _ = c.Write(say(status, "application/json", envelopeBody(false, status, "Invalid API key.")))
		})
		a := newClient(t, s.URL(), func(o *Options) { o.Workspace = "beta" }).Create(t.Context(), theBody(t))
		if !strings.HasSuffix(a.Next, " key with `leadpad key set --profile beta` (CLOSINGDEALZ_API_KEY and key_command go before it), then submit again.") {
			t.Errorf("%d: %s", status, a.Next)
		}
	}
}

func TestPlanAndClosedConnectionInWords(t *testing.T) {
	t.Parallel()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
		_, _ = c.Write(say(400, "application/json", envelopeBody(false, 400, "Can not have more than 200 leads on the free plan.")))
	})
	a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
	if want := "The Free Plan of this workspace does not take these leads: Can not have more than 200 leads on the free plan."; a.Outcome != PlanLimit || a.What != want {
		t.Errorf("%v: %s", a.Outcome, a.What)
	}
	s = newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _ = c.Close() })
	a = newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
	if a.Outcome != Unsure || !strings.HasSuffix(a.What, " closed the connection before it answered.") {
		t.Errorf("%v: %s", a.Outcome, a.What)
	}
}
