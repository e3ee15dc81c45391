package ui

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpad/config"
	"leadpad/lead"
)

// runs chooses a command of the palette by its words.
func (r *rig) runs(words string) *rig {
	r.keys("ctrl+p").text(words).keys("enter")
	r.after(time.Second) // a question takes no key before that
	return r
}

// What is repeated is kept under a name, chosen again by it, changed and removed, all
// in the palette.
func TestPresetsInThePalette(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.keys("ctrl+p").text("keep preset")
		r.shows("nothing is repeated yet: ^R repeats a value")
		r.keys("esc", "esc").text("Acme").keys("tab").text("Logistics").keys("ctrl+r", "shift+tab", "shift+tab", "shift+tab").text("VIP").keys("ctrl+r", "ctrl+s")
		r.shows("⊢ repeated")
		r.runs("keep preset").text("Expo Berlin").keys("enter")
		r.shows("Preset Expo Berlin kept")
		expo := config.Preset{"industry": {"Logistics"}, "labels": {"VIP"}}
		if diff := cmp.Diff(map[string]config.Preset{"Expo Berlin": expo}, r.host.presets); diff != "" {
			t.Fatal(diff)
		}

		r.runs("repeat nothing")
		r.shows("Nothing is repeated any more")
		r.hides("⊢", "Logistics")
		r.runs("expo berlin")
		r.shows("Expo Berlin: 2 values in each new lead", "Logistics   ⊢ repeated", "VIP ⊢")

		r.keys("tab", "ctrl+r") // the industry is not repeated any more
		r.runs("keep preset").keys("enter")
		if diff := cmp.Diff(config.Preset{"labels": {"VIP"}}, r.host.presets["Expo Berlin"]); diff != "" {
			t.Errorf("changed: %s", diff)
		}
		r.runs("remove preset expo").keys("esc")
		if len(r.host.presets) != 1 {
			t.Error("Esc removed it")
		}
		r.runs("remove preset expo").keys("enter")
		r.shows("Preset Expo Berlin removed", "VIP ⊢")
		if len(r.host.presets) != 0 {
			t.Errorf("it is there still: %v", r.host.presets)
		}
	})
}

// A preset that is chosen while a lead is typed fills what is empty, as one step of
// undo; alone it makes no draft, and Ctrl+S of it saves none.
func TestAPresetIsNotTyped(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.host.presets = map[string]config.Preset{
			"Berlin": {"industry": {"Logistics"}, "labels": {"Expo", "VIP"}, "country": {"DE"}},
			"Wien":   {"industry": {"Transport"}, "labels": {"VIP"}, "employees": {"5"}},
		}
		r.runs("preset berlin").keys("ctrl+s")
		r.shows("nothing to save yet")
		r.keys("f3", "f2", "ctrl+n", "esc")
		if got := r.leads(); len(got) != 0 {
			t.Fatalf("leads of nothing but a preset: %+v", got)
		}
		r.keys("f2").text("Acme").keys("tab", "ctrl+u").text("IT")
		r.shows("DE   ⊢ repeated")
		r.hides("Street   ⊢")
		r.runs("preset wien")
		r.shows("Industry   IT", "VIP ⊢")
		r.hides("Expo")
		r.keys("ctrl+z")
		r.shows("Expo", "DE")
		r.keys("ctrl+y", "ctrl+s")
		r.keys("f2")
		r.text("Bolt").keys("ctrl+s")
		want := map[string]lead.Lead{
			"Acme": {Person: lead.Person{Name: "Acme", Industry: "IT"}, Labels: []string{"VIP"}, Employees: "5"},
			"Bolt": {Person: lead.Person{Name: "Bolt", Industry: "Transport"}, Labels: []string{"VIP"}, Employees: "5"},
		}
		for _, e := range r.leads() {
			r.wants(e.Lead, want[e.Lead.Name])
			delete(want, e.Lead.Name)
		}
		if len(want) > 0 {
			t.Errorf("they are missing: %v", want)
		}
	})
}
