package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"leadpad/config"
	"leadpad/lead"
)

// Pins are the values that Compose repeats in the next leads, by where they go.
type Pins map[lead.Path]string

// presetPlace is where the values of a preset's name go; of a list, in its first row.
type presetPlace struct {
	name string
	at   lead.Path
}

func presetPlaces() []presetPlace {
	return []presetPlace{
		{"last_name", lead.LastName.Path()},
		{"company", lead.CompanyName.Path()},
		{"industry", lead.Industry.Path()},
		{"emails", lead.Emails.Path()},
		{"phones", lead.Phones.Path()},
		{"street", lead.Path{Field: lead.Addresses, Part: lead.Street}},
		{"city", lead.Path{Field: lead.Addresses, Part: lead.City}},
		{"state", lead.Path{Field: lead.Addresses, Part: lead.State}},
		{"postal_code", lead.Path{Field: lead.Addresses, Part: lead.PostalCode}},
		{"country", lead.Path{Field: lead.Addresses, Part: lead.Country}},
		{"socials", lead.Path{Field: lead.Socials, Part: lead.URL}},
		{"social_types", lead.Path{Field: lead.Socials, Part: lead.Type}},
		{"employees", lead.Employees.Path()},
		{"role", lead.Role.Path()},
		{"labels", lead.Labels.Path()},
		{"company_id", lead.CompanyID.Path()},
		{"contact_id", lead.ContactID.Path()},
	}
}

// PinsOf are a preset's values.
func PinsOf(p config.Preset) Pins {
	pins := Pins{}
	for _, place := range presetPlaces() {
		for row, value := range p[place.name] {
			if at := place.at; value != "" {
				at.Row = row
				pins[at] = value
			}
		}
	}
	return pins
}

// Preset is the preset of these values; their rows begin at the first one.
func (pins Pins) Preset() config.Preset {
	pins = pins.Compact()
	p := config.Preset{}
	for _, place := range presetPlaces() {
		for at, value := range pins {
			row := at.Row
			if at.Row = 0; at != place.at {
				continue
			}
			for len(p[place.name]) <= row {
				p[place.name] = append(p[place.name], "")
			}
			p[place.name][row] = value
		}
	}
	return p
}

// Compact are the same values in rows without gaps: as they stand in a lead that has
// nothing else.
func (pins Pins) Compact() Pins {
	rows := map[lead.Field][]int{}
	for at, value := range pins {
		if strings.TrimSpace(value) != "" && !slices.Contains(rows[at.Field], at.Row) {
			rows[at.Field] = append(rows[at.Field], at.Row)
		}
	}
	out := Pins{}
	for at, value := range pins {
		if value = strings.TrimSpace(value); value != "" {
			of := rows[at.Field]
			slices.Sort(of)
			at.Row = slices.Index(of, at.Row)
			out[at] = value
		}
	}
	return out
}

// Lead is a lead of a kind that holds these values and nothing else.
func (pins Pins) Lead(k lead.Kind) lead.Lead {
	l := lead.Lead{Kind: k}
	for at, value := range pins {
		if l.Sends(at.Field) {
			l.Set(at, value)
		}
	}
	return l.Normalised()
}

// Into is l with these values where it has nothing of its own; labels stand beside its
// own.
func (pins Pins) Into(l lead.Lead) lead.Lead {
	repeated := pins.Lead(l.Kind)
	for _, at := range repeated.Paths() {
		value := repeated.Get(at)
		switch {
		case at.Field == lead.Labels && slices.Contains(l.Labels, value):
		case at.Field == lead.Labels:
			if at.Row = slices.Index(l.Labels, ""); at.Row < 0 {
				at.Row = len(l.Labels)
			}
			l.Set(at, value)
		case l.Get(at) == "":
			l.Set(at, value)
		}
	}
	return l
}

// Has says that the value at a path of l is one of these: of labels and the like
// wherever in the list it stands.
func (pins Pins) Has(l lead.Lead, at lead.Path) bool {
	value := strings.TrimSpace(l.Get(at))
	if at.Contact != 0 || value == "" {
		return false
	}
	if pins[at] == value {
		return true
	}
	for pin, v := range pins {
		if v == value && pin.Field == at.Field && pin.Part == at.Part && at.Part == lead.One {
			return true
		}
	}
	return false
}

// Presets are those of the config, on a line to a server this person's own too.
func (s *Session) Presets() map[string]config.Preset { return s.Settings().Presets }

// ErrHousePreset is why somebody on a line to a server cannot take a preset out.
var ErrHousePreset = errors.New("the preset is the server's")

// KeepPreset writes a preset into the config, on a line to a server into this person's own
// settings; a nil one takes it out.
func (s *Session) KeepPreset(ctx context.Context, name string, p config.Preset) error {
	a := s.app
	if s.HasOwn() {
		return s.changeOwn(ctx, func(was config.Own, _ config.Config) (config.Own, error) {
			if p == nil && !was.HasPreset(name) {
				return was, ErrHousePreset
			}
			return was.WithPreset(name, p)
		}, false)
	}
	if err := s.changeable(); err != nil {
		return err
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	settings := *a.settings.Load()
	now, err := config.SetPreset(settings.Path, name, p)
	if err != nil {
		return err
	}
	settings.Presets = now
	a.settings.Store(&settings)
	return nil
}
