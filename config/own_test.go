package config

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func house() Config {
	c := Default()
	c.PhoneRegion, c.Theme, c.Labels = "DE", "dark", []string{"Expo"}
	c.Keys = map[string][]string{"quit": {"q"}, "drafts.delete": {"d"}}
	c.Filters = map[string]string{"hot": "label:hot"}
	c.Presets = map[string]Preset{"expo": {"role": {"CTO"}}}
	return c
}

func TestOwnSettingsStandOverThoseOfTheHouse(t *testing.T) {
	t.Parallel()
	own, err := ParseOwn(`# mine
phone_region = "PE"
[keys]
quit = "x"
[filters]
cold = "label:cold"
[presets.fair]
country = "PE"
`)
	if err != nil {
		t.Fatal(err)
	}
	c := own.Over(house())
	want := house()
	want.PhoneRegion = "PE"
	want.Keys["quit"] = []string{"x"}
	want.Filters["cold"] = "label:cold"
	want.Presets["fair"] = Preset{"country": {"PE"}}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v, want %+v", c, want)
	}
	if !reflect.DeepEqual((Own{}).Over(house()), house()) {
		t.Error("who has set nothing has other settings than the house")
	}
	none, err := ParseOwn(`phone_region = ""`)
	if got := none.Over(house()); err != nil || got.PhoneRegion != "" || got.Theme != "dark" {
		t.Errorf("no country at all: %+v, %v", got, err)
	}
}

// Nobody sets for themselves what all share.
func TestWhatAllShareIsNobodysOwn(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"hold_seconds = 0", "canary = false", "labels = []", "required = []", `user = "Ben"`, `leads = ["Ana"]`, `phone_format = "typed"`,
		`default_profile = "x"`, `renderer = "own"`, "[rate]\nrequests = 1", "[profiles.acme]\nbase_url = \"https://x\"", `api_key = "x"`, "theme =",
		`theme = "pink"`, "x = " + strings.Repeat("1", MaxOwn),
	} {
		var e *Error
		if _, err := ParseOwn(text); !errors.As(err, &e) {
			t.Errorf("%.40q is taken: %v", text, err)
		}
	}
}

// What a person changes on a screen is written into their text, the rest of which stays.
func TestOwnSettingsAreChangedInTheirText(t *testing.T) {
	t.Parallel()
	own, err := ParseOwn("# mine\ntheme = \"light\" # at noon\n\n[filters]\ncold = \"label:cold\" # brr\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		region, theme string
		has, hasNot   string
	}{
		{"PE", "light", `phone_region = "PE"`, "xx"},
		{"", "auto", "phone_region = ''", `"PE"`},
		{"DE", "auto", `theme = "auto" # at noon`, "phone_region"}, // as the house has it
		{"DE", "dark", "# brr", "theme"},
	} {
		if own, err = own.WithGeneral(General{PhoneRegion: c.region, Theme: c.theme, HoldSeconds: 9}, house()); err != nil {
			t.Fatal(err)
		}
		got := own.Over(house())
		if got.PhoneRegion != c.region || got.Theme != c.theme || got.HoldSeconds != 5 || got.Filters["cold"] == "" {
			t.Errorf("%v: %+v", c, got)
		}
		if !strings.Contains(own.Text, c.has) || strings.Contains(own.Text, c.hasNot) {
			t.Errorf("%v: the text is\n%s", c, own.Text)
		}
	}
	if own, err = own.WithPreset("expo", Preset{"role": {"CEO"}}); err != nil || !own.HasPreset("expo") || own.Over(house()).Presets["expo"]["role"][0] != "CEO" {
		t.Errorf("%v\n%s", err, own.Text)
	}
	if own, err = own.WithPreset("expo", nil); err != nil || own.HasPreset("expo") || own.Over(house()).Presets["expo"]["role"][0] != "CTO" {
		t.Errorf("%v\n%s", err, own.Text)
	}
	odd, err := ParseOwn("presets = { fair = { role = \"CTO\" } }")
	if err != nil {
		t.Fatal(err)
	}
	if after, err := odd.WithPreset("fair", Preset{"role": {"CEO"}}); err == nil || after.Text != odd.Text {
		t.Errorf("%v\n%s", err, after.Text)
	}
}
