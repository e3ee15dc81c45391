package config

import (
	"maps"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"
)

// MaxOwn is how many bytes of settings a person may have: some hundred presets, and far
// less than would be felt where each session reads it.
const MaxOwn = 64 << 10

// Own are the settings that a person has for themselves where several share a config, as
// the text of a config that holds nothing else. The zero Own sets nothing.
type Own struct {
	Text string
	set  Config // what it sets
	// named are the settings of the top level that it sets, also to "".
	named map[string]bool
}

// ParseOwn reads them. Every error is an *Error.
func ParseOwn(text string) (Own, error) {
	if len(text) > MaxOwn {
		return Own{}, &Error{What: LongOwn, Most: MaxOwn}
	}
	var root map[string]any
	md, err := toml.Decode(text, &root)
	if err != nil {
		return Own{}, notTOML(err)
	}
	o := Own{Text: text, named: map[string]bool{}}
	p := parser{places: newPlaces(text, md.Keys())}
	known := p.top(&o.set)
	for name := range known {
		if !ownName(name) {
			delete(known, name)
		}
	}
	for name := range root {
		o.named[name] = true
	}
	return o, p.table(nil, root, known)
}

// ownName says that a setting of the top level can be a person's own. The others are
// about what all share, such as the sender and the keys of the workspaces.
func ownName(name string) bool {
	switch name {
	case "phone_region", "theme", "keys", "filters", "presets":
		return true
	}
	return false
}

// Over is c with these settings in the place of its own; of keys, filters and presets
// those of the same name.
func (o Own) Over(c Config) Config {
	if o.named["phone_region"] {
		c.PhoneRegion = o.set.PhoneRegion
	}
	if o.named["theme"] {
		c.Theme = o.set.Theme
	}
	c.Keys = over(c.Keys, o.set.Keys)
	c.Filters = over(c.Filters, o.set.Filters)
	c.Presets = over(c.Presets, o.set.Presets)
	return c
}

// over is a map with the entries of another one in the place of its own.
func over[V any](under, own map[string]V) map[string]V {
	if len(own) == 0 {
		return under
	}
	all := make(map[string]V, len(under)+len(own))
	maps.Copy(all, under)
	maps.Copy(all, own)
	return all
}

// Region is the country of phones that is set here; ok is false where none is.
func (o Own) Region() (region string, ok bool) { return o.set.PhoneRegion, o.named["phone_region"] }

// HasPreset says that a preset is set here.
func (o Own) HasPreset(name string) bool {
	_, ok := o.set.Presets[name]
	return ok
}

// WithGeneral is o with the region and the theme of g; what house says too is taken out,
// and follows it from then on. Of g the other settings are nobody's own.
func (o Own) WithGeneral(g General, house Config) (Own, error) {
	text := o.Text
	for _, one := range []struct {
		name, value, under string
	}{{"phone_region", g.PhoneRegion, house.PhoneRegion}, {"theme", g.Theme, house.Theme}} {
		value := quote(one.value)
		if one.value == "" {
			value = `''` // which is written, where `""` takes the line out
		}
		if one.value == one.under {
			value = `""`
		}
		text = withTop(text, one.name, value)
	}
	now, err := ParseOwn(text)
	if got := now.Over(house); err == nil && (got.PhoneRegion != g.PhoneRegion || got.Theme != g.Theme) {
		err = &Layout{}
	}
	return now, err
}

// WithPreset is o with a preset; a nil one takes it out.
func (o Own) WithPreset(name string, p Preset) (Own, error) {
	if err := CheckPreset(name); err != nil {
		return o, err
	}
	now, err := ParseOwn(withPreset(o.Text, name, p))
	if err != nil {
		return o, err
	}
	if got, there := now.set.Presets[name]; there != (p != nil) || there && !reflect.DeepEqual(got, p) {
		return o, &Layout{Table: "presets." + bare(name)}
	}
	return now, nil
}

// Empty says that nothing is set.
func (o Own) Empty() bool { return strings.TrimSpace(o.Text) == "" }
