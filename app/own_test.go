package app

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
)

const houseConfig = acmeConfig + `
[filters]
hot = "label:hot"

[presets.expo]
role = "CTO"
`

// onLine is somebody on a line to the server of s.
func (s *Session) onLine(t *testing.T, user string) *Session {
	t.Helper()
	other, err := s.app.SessionServed(t.Context(), user, "acme", nil)
	check(t, err)
	return other
}

// On a server each has settings of their own over the config, which stays as it is. They
// are kept with the queue: the next session has them, and nobody else.
func TestOnAServerSettingsAreEachPersonsOwn(t *testing.T) {
	t.Parallel()
	desk := opened(t, "labels = [\"Expo\"]\n"+houseConfig, "acme", Settings{})
	before := desk.text(t)
	ana, ben := desk.onLine(t, "Ana"), desk.onLine(t, "Ben")
	check(t, ana.KeepGeneral(t.Context(), config.General{PhoneRegion: "PE", Theme: "light", HoldSeconds: 1}))
	check(t, ana.KeepPreset(t.Context(), "fair", config.Preset{"country": {"PE"}}))
	if err := ana.KeepPreset(t.Context(), "expo", nil); !errors.Is(err, ErrHousePreset) {
		t.Errorf("the server's preset: %v", err)
	}
	check(t, ana.KeepPreset(t.Context(), "expo", config.Preset{"role": {"CEO"}}))
	for _, s := range []*Session{ana, desk.onLine(t, "Ana")} {
		got := s.Settings()
		want := map[string]config.Preset{"fair": {"country": {"PE"}}, "expo": {"role": {"CEO"}}}
		if got.PhoneRegion != "PE" || got.Theme != "light" || got.HoldSeconds != 30 || got.Filters["hot"] == "" || s.General().PhoneRegion != "PE" {
			t.Errorf("Ana has %+v", got.Config)
		}
		if diff := cmp.Diff(want, s.Presets()); diff != "" {
			t.Error(diff)
		}
	}
	// The house's labels are everybody's.
	e, err := ana.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Acme"}, Labels: []string{"Expo", "Other"}})
	check(t, err)
	if len(e.Problems) != 1 || !e.Problems[0].Note || e.State != queue.Ready {
		t.Errorf("a label of her own: %v %+v", e.State, e.Problems)
	}
	check(t, ana.KeepPreset(t.Context(), "expo", nil))
	if got := ana.Presets()["expo"]["role"]; got[0] != "CTO" {
		t.Errorf("without her own it is %q", got)
	}
	for _, s := range []*Session{ben, desk} {
		if got := s.Settings(); got.PhoneRegion != "" || got.Theme != "" || len(got.Presets) != 1 || s.Encoding().Rules.Region != "" {
			t.Errorf("%q has %+v", s.User, got.Config)
		}
	}
	if text := desk.text(t); text != before {
		t.Errorf("the config is now\n%s", text)
	}
	text, err := ana.Own()
	check(t, err)
	o := &owns{}
	check(t, o.read(t.Context(), desk.app.queue)) // as the next start does
	if got := o.get("Ana"); got.err != nil || got.Text != text || o.get("Ben").Text != "" {
		t.Errorf("kept is %q of %q, %v", got.Text, text, got.err)
	}
	if err := desk.KeepOwn(t.Context(), "", nil); !errors.Is(err, ErrServed) {
		t.Errorf("at a desk: %v", err)
	}
}

// A phone without + is read in the country of who typed it: in the form, as it goes out,
// and where a lead is known again, whoever sends it.
func TestPhonesAreReadInTheirOwnersCountry(t *testing.T) {
	t.Parallel()
	desk := opened(t, "leads = [\"Lea\"]\nphone_region = \"DE\"\n"+acmeConfig, "acme", Settings{})
	ana, ben, lea := desk.onLine(t, "Ana"), desk.onLine(t, "Ben"), desk.onLine(t, "Lea")
	check(t, ana.KeepGeneral(t.Context(), config.General{PhoneRegion: "AT"}))
	typed := func(s *Session, name string) *Typed {
		l := s.Type()
		l.Lead = lead.Lead{Person: lead.Person{Name: name, Phones: []string{"01 5324567"}}}
		_, err := l.Finish(t.Context())
		check(t, err)
		return l
	}
	hers := typed(ana, "Hers").entry
	typed(ben, "His")
	const austria, germany = "+4315324567", "+4915324567"
	for _, c := range []struct {
		who      *Session
		of, want string
	}{{ana, "Ana", austria}, {ben, "Ben", germany}, {lea, "Ana", austria}, {lea, "Ben", germany}, {lea, "Lea", germany}} {
		rules := c.who.EncodingOf(c.of).Rules
		if got := lead.SendPhone("01 5324567", lead.PhoneRegion(hers.Lead, 0, rules), rules); got != c.want {
			t.Errorf("%s sees %s's phone go out as %s", c.who.User, c.of, got)
		}
	}
	// Who types the whole number finds it.
	like := lead.Lead{Person: lead.Person{Name: "Else", Phones: []string{austria}}}
	e, err := ana.Add(t.Context(), like)
	check(t, err)
	ms, err := ana.Queue.Alike(t.Context(), "acme", e)
	check(t, err)
	if len(ms) != 1 || ms[0].ID != hers.ID {
		t.Errorf("alike is %+v", ms)
	}
}

// Settings that cannot be read, as those that a later version wrote, leave the server's in
// force and stay as they are until they are replaced.
func TestOwnSettingsThatCannotBeReadStay(t *testing.T) {
	t.Parallel()
	desk := opened(t, houseConfig, "acme", Settings{})
	const later = "phone_region = \"PE\"\nhologram = true\n"
	ana := desk.onLine(t, "Ana")
	check(t, ana.Queue.SetSetting(t.Context(), ownSetting, later))
	check(t, desk.app.owns.read(t.Context(), desk.app.queue))
	if _, err := ana.Own(); err == nil {
		t.Error("nothing is said")
	}
	if err := ana.KeepPreset(t.Context(), "fair", config.Preset{"country": {"PE"}}); err == nil {
		t.Error("they were written over")
	}
	if got, err := ana.Queue.Setting(t.Context(), ownSetting); err != nil || got != later {
		t.Errorf("kept is %q, %v", got, err)
	}
	refused := errors.New("no such key")
	if err := ana.KeepOwn(t.Context(), `theme = "dark"`, func(Settings) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("got %v", err)
	}
	for _, text := range []string{`phone_region = "XX"`, "hold_seconds = 1", "theme ="} {
		if err := ana.KeepOwn(t.Context(), text, func(Settings) error { return nil }); err == nil {
			t.Errorf("%q is kept", text)
		}
	}
	check(t, ana.KeepOwn(t.Context(), `theme = "dark"`, func(Settings) error { return nil }))
	if _, err := ana.Own(); err != nil || ana.Settings().Theme != "dark" {
		t.Errorf("replaced: %v, %+v", err, ana.Settings().Config)
	}
}
