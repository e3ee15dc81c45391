package config

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"leadpad/safe"
	"leadpad/safe/lazyregexp"
)

// Parse reads the text of a config file. Every error is an *Error.
func Parse(data []byte) (Config, error) {
	var root map[string]any
	md, err := toml.Decode(string(data), &root)
	if err != nil {
		return Config{}, notTOML(err)
	}
	c := Default()
	p := parser{places: newPlaces(string(data), md.Keys())}
	if err := p.table(nil, root, p.top(&c)); err != nil {
		return Config{}, err
	}
	if err := p.finish(c); err != nil {
		return Config{}, err
	}
	return c, nil
}

// notTOML is the decoder's error. It leaves out the last
// key that the decoder names: on a line that is no TOML that could be anything
// pasted by accident, a secret too.
func notTOML(err error) error {
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		return &Error{What: NotTOML, Text: safe.Clean(err.Error()).String()}
	}
	text := strings.TrimSuffix(safe.Clean(pe.Message).String(), ".")
	return &Error{Line: pe.Position.Line, What: NotTOML, Text: text}
}

// setter stores one value, or says what would be right.
type setter func(path []string, v any) error

// parser walks the decoded tree by tables of known names. The decoder's own
// struct mapping would name no line for an unknown name and would match names
// without regard to case.
type parser struct{ places places }

// top knows the names of the top level.
func (p parser) top(c *Config) map[string]setter {
	return map[string]setter{
		"default_profile": p.text(&c.DefaultProfile),
		"user":            p.person(&c.User),
		"leads":           p.people(&c.Leads),
		"hold_seconds":    p.whole(&c.HoldSeconds, 0, MaxHoldSeconds),
		"canary":          p.flag(&c.Canary),
		"phone_region":    p.region(&c.PhoneRegion),
		"phone_format":    p.oneOf(&c.PhoneFormat, "e164", "international", "national", "typed"),
		"theme":           p.oneOf(&c.Theme, "auto", "dark", "light"),
		"renderer":        p.oneOf(&c.Renderer, OwnRenderer, StandardRenderer),
		"required":        p.list(&c.Required),
		"labels":          p.labels(&c.Labels),
		"rate":            p.sub(p.rate(&c.Rate)),
		"keys":            p.keys(&c.Keys),
		"filters":         p.named(&c.Filters),
		"presets":         p.presets(&c.Presets),
		"profiles":        p.profiles(&c.Profiles),
	}
}

// profile knows the names of one [profiles.NAME].
func (p parser) profile(to *Profile) map[string]setter {
	return map[string]setter{
		"base_url":    p.text(&to.BaseURL),
		"docs":        p.oneOf(&to.Docs, "current", "legacy"),
		"key_command": p.command(&to.KeyCommand),
		"color":       p.color(&to.Color),
		"rate":        p.sub(p.rate(&to.Rate)),
		"wire":        p.wire(&to.Wire),
	}
}

// rate knows the names of a [rate].
func (p parser) rate(to *Rate) map[string]setter {
	return map[string]setter{
		"requests": p.whole(&to.Requests, 1, math.MaxInt32),
		"window":   p.duration(&to.Window),
	}
}

// table stores every value of t. Names go in the order of the file, so that
// the first mistake is the one that is told.
func (p parser) table(path []string, t map[string]any, known map[string]setter) error {
	for _, name := range p.places.inOrder(path, t) {
		at := append(slices.Clone(path), name)
		set, ok := known[name]
		if !ok {
			return p.unknown(at, slices.Sorted(maps.Keys(known)))
		}
		if err := set(at, t[name]); err != nil {
			return err
		}
	}
	return nil
}

// unknown is the error for a name that nobody knows.
func (p parser) unknown(path, known []string) error {
	name := path[len(path)-1]
	e := p.fail(path, Unknown)
	e.Table = dotted(path[:len(path)-1])
	if slices.Contains([]string{"key", "api_key", "apikey", "api-key", "token", "secret"}, strings.ToLower(name)) {
		e.What, e.KeyOf = KeyInIt, owner(path)
		return e
	}
	e.Known, e.Near = known, Nearest(name, known)
	return e
}

// owner is the workspace that a name is written for, as in profiles.NAME.key.
func owner(path []string) string {
	if len(path) > 2 && path[0] == "profiles" && CheckName(path[1]) == nil {
		return path[1]
	}
	return "NAME"
}

// fail is an error at path's line, about its last name.
func (p parser) fail(path []string, what What) *Error {
	return &Error{Line: p.places.line(path), What: what, Name: last(path)}
}

// finish checks what takes more than one value.
func (p parser) finish(c Config) error {
	if c.DefaultProfile == "" || c.DefaultProfile == ReservedProfile {
		return nil
	}
	if _, ok := c.Profiles[c.DefaultProfile]; ok {
		return nil
	}
	e := p.fail([]string{"default_profile"}, NoProfile)
	e.Name = safe.Clean(c.DefaultProfile).String()
	if e.Near = Nearest(c.DefaultProfile, slices.Sorted(maps.Keys(c.Profiles))); e.Near == "" {
		e.Missing = c.DefaultProfile
	}
	return e
}

// profileName is what a workspace may be called: it becomes a file name, a
// keyring entry and a word on the command line.
var profileName = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)

// CheckName says whether name can be a profile's.
func CheckName(name string) error {
	if strings.EqualFold(name, ReservedProfile) {
		return &Error{What: OwnName, Name: ReservedProfile}
	}
	if !profileName.MatchString(name) {
		return &Error{What: NotName, Name: safe.Clean(name).String()}
	}
	return nil
}

// colorWords are the words for the colour of a workspace's name.
var colorWords = [...]string{"green", "blue", "purple", "yellow", "red"}

var hexColor = lazyregexp.New(`^#[0-9A-Fa-f]{6}$`)

// CheckColor says whether color can be that of a workspace's name: one of five
// words, #rrggbb, or "" for the default.
func CheckColor(color string) error {
	if color == "" || slices.Contains(colorWords[:], strings.ToLower(color)) || hexColor.MatchString(color) {
		return nil
	}
	return &Error{What: NotColor, Name: safe.Clean(color).String(), Known: colorWords[:], Near: Nearest(color, colorWords[:])}
}

// maxWindow bounds a rate window: a longer one is a slip of the unit.
const maxWindow = 24 * time.Hour
