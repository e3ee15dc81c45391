package config

import (
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
			return p.fail(path, "%s takes a text in quotes", last(path))
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
		text := last(path) + " is one of " + strings.Join(words, ", ")
		if near := Nearest(s, words); near != "" {
			text += "; did you mean " + near + "?"
		}
		return p.fail(path, "%s", text)
	}
}

// color takes the colour of a workspace's name.
func (p parser) color(to *string) setter {
	take := p.text(to)
	return func(path []string, v any) error {
		if err := take(path, v); err != nil {
			return err
		}
		if err := CheckColor(*to); err != nil {
			return p.fail(path, "%s", err)
		}
		return nil
	}
}

// region takes an ISO 3166-1 alpha-2 code.
func (p parser) region(to *string) setter {
	return func(path []string, v any) error {
		s, _ := v.(string)
		s = strings.ToUpper(s)
		letters := func(r rune) bool { return r < 'A' || r > 'Z' }
		if len(s) != 2 || strings.ContainsFunc(s, letters) {
			return p.fail(path, "phone_region is a country code of two letters, like \"DE\"")
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
			return p.fail(path, "%s is a whole number from %d to %d", last(path), least, most)
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
			return p.fail(path, "%s is true or false", last(path))
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
			return p.fail(path, "%s is a time such as \"60s\" or \"5m\", at most 24h", last(path))
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
			return p.fail(path, "%s is a list of texts, like [\"a\", \"b\"]", last(path))
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
			return p.fail(path, "key_command is a list, the program and its arguments, like [\"pass\", \"show\", \"crm\"]; there is no shell")
		}
		*to = got
		return nil
	}
}

// sub takes a table of known names.
func (p parser) sub(known map[string]setter) setter {
	return func(path []string, v any) error {
		t, ok := v.(map[string]any)
		if !ok {
			return p.fail(path, "%s is a table: begin a line with [%s]", last(path), dotted(path))
		}
		return p.table(path, t, known)
	}
}

// each takes a table whose names are the user's own.
func (p parser) each(f setter) setter {
	return func(path []string, v any) error {
		t, ok := v.(map[string]any)
		if !ok {
			return p.fail(path, "%s is a table: begin a line with [%s]", last(path), dotted(path))
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
			return p.fail(path, "%s is a key such as \"ctrl+s\" or a list of keys", last(path))
		}
		to[name] = got
		return nil
	})(path, v)
}

// profiles takes the [profiles.NAME] tables.
func (p parser) profiles(to *map[string]Profile) setter {
	return p.each(func(path []string, v any) error {
		name := path[len(path)-1]
		if err := CheckName(name); err != nil {
			return p.fail(path, "%s", err)
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
