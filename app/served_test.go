package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"leadpad/config"
)

// Who is on a line to a server has one workspace and practice, keeps nothing in its
// config and writes no files on it.
func TestWhoIsServedChangesNothingOfTheServer(t *testing.T) {
	t.Parallel()
	own := opened(t, acmeConfig, "acme", Settings{})
	lima := time.FixedZone("Lima", -5*60*60)
	s, err := own.app.SessionServed(t.Context(), "Ana", "acme", lima)
	check(t, err)
	if s.User != "Ana" || s.All || s.Zone != lima {
		t.Errorf("%q sees all: %t, in %v", s.User, s.All, s.Zone)
	}
	var names []string
	for _, w := range s.Workspaces() {
		names = append(names, w.Name)
	}
	if want := []string{"acme", PracticeName}; !slices.Equal(names, want) {
		t.Errorf("the workspaces are %q, should be %q", names, want)
	}
	if _, err := s.Open(t.Context(), "other"); err == nil {
		t.Error("another workspace was opened")
	} else if _, ok := errors.AsType[*NoWorkspace](err); !ok {
		t.Errorf("another workspace: %v", err)
	}
	practice, err := s.Open(t.Context(), PracticeName)
	check(t, err)
	if practice.Zone != lima || !practice.Served {
		t.Error("in practice the person is another one")
	}
	if _, err := practice.Open(t.Context(), "acme"); err != nil {
		t.Errorf("the way back: %v", err)
	}
	if s.ExportBatch != nil || practice.ExportBatch != nil {
		t.Error("files are written on the server")
	}
	_, connect := s.Connect(t.Context(), Connection{Name: "mine", Key: config.NewSecret("k")})
	_, key := s.KeepKey(t.Context(), "acme", config.NewSecret("k"))
	for what, err := range map[string]error{
		"connecting": connect, "a key": key,
		"names": s.Rewire(t.Context(), "acme", "plural"),
	} {
		if !errors.Is(err, ErrServed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Settings that are read again count in the workspaces that are open.
func TestSettingsReadAgainCount(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	now := s.Settings()
	dir := now.Dir
	now.Dir, now.Filters, now.PhoneRegion = "elsewhere", map[string]string{"hot": "label:hot"}, "PE"
	s.app.Renew(t.Context(), now)
	if got := s.Settings(); got.Filters["hot"] == "" || got.PhoneRegion != "PE" || got.Dir != dir {
		t.Errorf("the settings are %+v", got)
	}
}
