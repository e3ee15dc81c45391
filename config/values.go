package config

import (
	"errors"
	"slices"
	"strings"
	"time"

	"leadpad/safe"
)

// text takes a string.
func (p parser) text(to *string) setter {
	return func(path []string, v any) error {
		s, ok := v.(string)
		if !ok {
			return p.fail(path, NotText)
		}
		*to = s
		return nil
	}
}

// oneOf takes one of a few words.
func (p parser) oneOf(to *string, words ...string) setter {
	return func(path []string, v any) error {
		s, ok := v.(string)
		if ok && slices.Contains(words, s) {
			*to = s
			return nil
		}
		e := p.fail(path, NotWord)
		e.Known, e.Near = words, Nearest(s, words)
		return e
	}
}

// color takes the colour of a workspace's name.
func (p parser) color(to *string) setter {
	take := p.text(to)
	return func(path []string, v any) error {
		if err := take(path, v); err != nil {
			return err
		}
		return p.there(path, CheckColor(*to))
	}
}

// region takes an ISO 3166-1 alpha-2 code.
func (p parser) region(to *string) setter {
	return func(path []string, v any) error {
		s, _ := v.(string)
		s = strings.ToUpper(s)
		letters := func(r rune) bool { return r < 'A' || r > 'Z' }
		if v != "" && len(s) != 2 || strings.ContainsFunc(s, letters) {
			return p.fail(path, NotRegion)
		}
		*to = s
		return nil
	}
}

// whole takes an integer from least to most.
func (p parser) whole(to *int, least, most int64) setter {
	return func(path []string, v any) error {
		n, ok := v.(int64)
		if !ok || n < least || n > most {
			e := p.fail(path, NotWhole)
			e.Least, e.Most = least, most
			return e
		}
		*to = int(n)
		return nil
	}
}

// flag takes true or false.
func (p parser) flag(to *bool) setter {
	return func(path []string, v any) error {
		b, ok := v.(bool)
		if !ok {
			return p.fail(path, NotBool)
		}
		*to = b
		return nil
	}
}

// duration takes whole seconds or a text such as "5m".
func (p parser) duration(to *time.Duration) setter {
	return func(path []string, v any) error {
		var d time.Duration
		switch v := v.(type) {
		case int64:
			if v > 0 && v <= int64(maxWindow/time.Second) {
				d = time.Duration(v) * time.Second
			}
		case string:
			if got, err := time.ParseDuration(v); err == nil {
				d = got
			}
		}
		if d <= 0 || d > maxWindow {
			return p.fail(path, NotTime)
		}
		*to = d
		return nil
	}
}

// list takes an array of texts.
func (p parser) list(to *[]string) setter {
	return func(path []string, v any) error {
		got, ok := texts(v)
		if !ok {
			return p.fail(path, NotTexts)
		}
		*to = got
		return nil
	}
}

// person takes somebody's name. It is told from others byte by byte and drawn on
// other people's screens, so it holds nothing that cannot be seen.
func (p parser) person(to *string) setter {
	return func(path []string, v any) error {
		s, ok := v.(string)
		if !ok || s != strings.TrimSpace(s) || s != safe.Clean(s).String() || len(s) > mostName {
			e := p.fail(path, NotPerson)
			e.Most = mostName
			return e
		}
		*to = s
		return nil
	}
}

// mostName bounds a person's name, in bytes.
const mostName = 64

// people takes a list of names.
func (p parser) people(to *[]string) setter {
	return func(path []string, v any) error {
		got, ok := texts(v)
		for i := 0; ok && i < len(got); i++ {
			var name string
			ok = got[i] != "" && p.person(&name)(path, got[i]) == nil
		}
		if !ok {
			return p.fail(path, NotPeople)
		}
		*to = got
		return nil
	}
}

// labels takes a list of labels.
func (p parser) labels(to *[]string) setter {
	return func(path []string, v any) error {
		got, ok := texts(v)
		for _, s := range got {
			ok = ok && plain(s)
		}
		if !ok {
			return p.fail(path, NotLabels)
		}
		*to = got
		return nil
	}
}

// command takes an argv: a single text would ask for a shell.
func (p parser) command(to *[]string) setter {
	return func(path []string, v any) error {
		got, ok := texts(v)
		if !ok || len(got) == 0 || got[0] == "" {
			return p.fail(path, NotCommand)
		}
		*to = got
		return nil
	}
}

// there gives an error about a value the place of it in the file.
func (p parser) there(path []string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Line = p.places.line(path)
	}
	return err
}

func (p parser) noTable(path []string) error {
	e := p.fail(path, NotTable)
	e.Table = dotted(path)
	return e
}

// sub takes a table of known names.
func (p parser) sub(known map[string]setter) setter {
	return func(path []string, v any) error {
		t, ok := v.(map[string]any)
		if !ok {
			return p.noTable(path)
		}
		return p.table(path, t, known)
	}
}

// each takes a table whose names are the user's own.
func (p parser) each(f setter) setter {
	return func(path []string, v any) error {
		t, ok := v.(map[string]any)
		if !ok {
			return p.noTable(path)
		}
		for _, name := range p.places.inOrder(path, t) {
			if err := f(append(slices.Clone(path), name), t[name]); err != nil {
				return err
			}
		}
		return nil
	}
}

// named takes a table of name → text.
func (p parser) named(to *map[string]string) setter {
	return p.each(func(path []string, v any) error {
		if *to == nil {
			*to = map[string]string{}
		}
		var s string
		if err := p.text(&s)(path, v); err != nil {
			return err
		}
		(*to)[path[len(path)-1]] = s
		return nil
	})
}

// keys takes a table of action → key or list of keys, and one for each screen:
// copy-json = "z", or in [keys.drafts].
func (p parser) keys(to *map[string][]string) setter {
	return func(path []string, v any) error {
		*to = map[string][]string{}
		return p.keysOf(*to, "", path, v)
	}
}

func (p parser) keysOf(to map[string][]string, screen string, path []string, v any) error {
	return p.each(func(path []string, v any) error {
		name := screen + path[len(path)-1]
		if _, ok := v.(map[string]any); ok && screen == "" {
			return p.keysOf(to, name+".", path, v)
		}
		got, ok := texts(v)
		if s, one := v.(string); one {
			got, ok = []string{s}, true
		}
		if !ok {
			return p.fail(path, NotKeys)
		}
		to[name] = got
		return nil
	})(path, v)
}

// profiles takes the [profiles.NAME] tables.
func (p parser) profiles(to *map[string]Profile) setter {
	return p.each(func(path []string, v any) error {
		name := path[len(path)-1]
		if err := p.there(path, CheckName(name)); err != nil {
			return err
		}
		if *to == nil {
			*to = map[string]Profile{}
		}
		one := Profile{Name: name}
		if err := p.sub(p.profile(&one))(path, v); err != nil {
			return err
		}
		(*to)[name] = one
		return nil
	})
}

// wire takes wire names: emails = "emails", "emails.address" = "Address", or
// the second as a table [….wire.emails] with address = "Address".
func (p parser) wire(to *map[string]string) setter {
	return func(path []string, v any) error {
		*to = map[string]string{}
		return p.flat(*to, "", path, v)
	}
}

func (p parser) flat(to map[string]string, prefix string, path []string, v any) error {
	return p.each(func(at []string, v any) error {
		name := prefix + at[len(at)-1]
		if _, ok := v.(map[string]any); ok && prefix == "" {
			return p.flat(to, name+".", at, v)
		}
		var s string
		if err := p.text(&s)(at, v); err != nil {
			return err
		}
		to[name] = s
		return nil
	})(path, v)
}

// texts takes an array of strings apart.
func texts(v any) ([]string, bool) {
	list, ok := v.([]any)
	if !ok {
		return nil, false
	}
	got := make([]string, 0, len(list))
	for _, one := range list {
		s, ok := one.(string)
		if !ok {
			return nil, false
		}
		got = append(got, s)
	}
	return got, true
}

func last(path []string) string { return safe.Clean(path[len(path)-1]).String() }

func dotted(path []string) string { return safe.Clean(strings.Join(path, ".")).String() }
