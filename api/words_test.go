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
