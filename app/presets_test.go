package app

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"leadpad/config"
	"leadpad/lead"
)

// Every input that can be repeated has a name in a preset, and comes back as it was.
func TestPresetsHoldWhatCanBeRepeated(t *testing.T) {
	t.Parallel()
	pins, names := Pins{}, map[string]bool{}
	for f := lead.LastName; f <= lead.ContactID; f++ {
		if f == lead.Contacts || f == lead.Notes {
			continue
		}
		for row := range 2 {
			for _, part := range f.Parts() {
				if row == 0 || f.Repeats() {
					pins[lead.Path{Field: f, Row: row, Part: part}] = f.Label() + part.Label()
				}
			}
		}
	}
	delete(pins, lead.Path{Field: lead.Addresses, Part: lead.Street}) // of the second address alone
	p := pins.Preset()
	if got := PinsOf(p); !reflect.DeepEqual(got, pins) {
		t.Errorf("got %v, want %v", got, pins)
	}
	for _, place := range presetPlaces() {
		names[place.name] = true
	}
	for _, list := range [][]string{slices.Sorted(maps.Keys(names)), slices.Sorted(maps.Keys(p))} {
		if want := slices.Sorted(slices.Values(config.PresetNames())); !slices.Equal(list, want) {
			t.Errorf("the names are %v, want %v", list, want)
		}
	}
}

// Rows that were not repeated leave no gaps.
func TestPresetsHaveNoGaps(t *testing.T) {
	t.Parallel()
	pins := Pins{
		{Field: lead.Labels, Row: 2}: " Expo ", {Field: lead.Labels, Row: 5}: "VIP", {Field: lead.Labels, Row: 1}: " ",
		{Field: lead.Addresses, Row: 1, Part: lead.Country}: "DE",
	}
	want := config.Preset{"labels": {"Expo", "VIP"}, "country": {"DE"}}
	if got := pins.Preset(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A preset is kept beside those of other programs, and taken out again.
func TestPresetsAreKept(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	expo := config.Preset{"labels": {"VIP"}}
	if _, err := config.SetPreset(s.Settings().Path, "another's", expo); err != nil {
		t.Fatal(err)
	}
	check(t, s.KeepPreset(t.Context(), "Expo", expo))
	check(t, s.KeepPreset(t.Context(), "Expo", config.Preset{"role": {"CEO"}}))
	want := map[string]config.Preset{"another's": expo, "Expo": {"role": {"CEO"}}}
	if got := s.Presets(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	check(t, s.KeepPreset(t.Context(), "Expo", nil))
	on, err := config.Load(s.Settings().Path)
	check(t, err)
	if _, there := on.Presets["Expo"]; there || len(on.Presets) != 1 || len(s.Presets()) != 1 {
		t.Errorf("in the file %v, in force %v", on.Presets, s.Presets())
	}
}
