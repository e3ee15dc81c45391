package words

import (
	"slices"
	"strconv"
	"strings"

	"leadpad/config"
	"leadpad/safe"
)

// Config is what is wrong with a config, and where.
func Config(e *config.Error) string {
	where := ""
	switch {
	case e.Path != "" && e.Line > 0:
		where = "config " + e.Path + ", line " + strconv.Itoa(e.Line) + ": "
	case e.Path != "":
		where = "config " + e.Path + ": "
	case e.Line > 0:
		where = "config line " + strconv.Itoa(e.Line) + ": "
	}
	return safe.Clean(where + mistake(e) + near(e)).String()
}

// mistake says what is wrong, or what a setting is instead.
func mistake(e *config.Error) string {
	quoted := strconv.Quote(e.Name)
	switch e.What {
	case config.Other:
		return other(e)
	case config.NotField:
		return "required: no field is called " + quoted
	case config.NoCountry:
		return "phone_region: " + e.Name + ` is no country's code; it is two letters, like "DE" or "GB"`
	case config.NotTOML:
		return "this is not TOML: " + e.Text
	case config.Unknown, config.KeyInIt:
		text := "unknown name " + quoted
		if e.Table != "" {
			text += " in [" + e.Table + "]"
		}
		if e.What == config.KeyInIt {
			text += ": a key does not belong in the config"
		}
		return text
	case config.NoProfile:
		return "default_profile names " + quoted + ", which has no [profiles." + e.Name + "]"
	case config.NotColor:
		return "a colour is one of " + strings.Join(e.Known, ", ") + ", or #rrggbb; " + quoted + " is not"
	case config.NotName:
		return "a workspace's name is 1 to 64 letters, digits, dots, - and _, and begins with a letter or digit; " + quoted + " is not"
	case config.NotPreset:
		return "a preset's name is 1 to " + strconv.FormatInt(e.Most, 10) + " characters in one line, without blanks around them; " + quoted + " is not"
	case config.LongOwn:
		return "settings of one's own have at most " + Number(int(e.Most)) + " bytes"
	case config.OwnName:
		return quoted + " is the practice workspace: choose another name"
	}
	return e.Name + " " + rightValue(e)
}

// other is what a package above the config found.
func other(e *config.Error) string {
	text := e.Text
	if e.Err != nil {
		text = plain(e.Err)
	}
	if e.Table != "" {
		text = "[" + e.Table + "]: " + text
	}
	return text
}

// rightValue is what a setting would be.
func rightValue(e *config.Error) string {
	switch e.What {
	case config.NotWord:
		return "is one of " + strings.Join(e.Known, ", ")
	case config.NotWhole:
		return "is a whole number from " + strconv.FormatInt(e.Least, 10) + " to " + strconv.FormatInt(e.Most, 10)
	case config.NotPerson:
		return "is a name of at most " + strconv.FormatInt(e.Most, 10) + " bytes, without blanks around it"
	case config.NotTable:
		return "is a table: begin a line with [" + e.Table + "]"
	}
	return map[config.What]string{
		config.NotText:    "takes a text in quotes",
		config.NotRegion:  `is a country code of two letters, like "DE"`,
		config.NotBool:    "is true or false",
		config.NotTime:    `is a time such as "60s" or "5m", at most 24h`,
		config.NotTexts:   `is a list of texts, like ["a", "b"]`,
		config.NotPeople:  `is a list of names, like ["Ana", "Ben"]`,
		config.NotPlain:   "is a text in quotes or a list of them, each of one line without blanks around it",
		config.NotLabels:  `is a list of labels, like ["Expo Berlin", "VIP"], without blanks around them`,
		config.NotCommand: `is a list, the program and its arguments, like ["pass", "show", "crm"]; there is no shell`,
		config.NotKeys:    `is a key such as "ctrl+s" or a list of keys`,
	}[e.What]
}

// Preset lists what a preset holds: “country DE · labels Expo Berlin, VIP”.
func Preset(p config.Preset) string {
	var parts []string
	for _, name := range config.PresetNames() {
		if values := slices.DeleteFunc(slices.Clone(p[name]), func(s string) bool { return s == "" }); len(values) > 0 {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+strings.Join(values, ", "))
		}
	}
	return safe.Clean(strings.Join(parts, " · ")).String()
}

// near says what was probably meant, or what there is.
func near(e *config.Error) string {
	switch {
	case e.Near != "" && (e.What == config.NotWord || e.What == config.NotColor):
		return "; did you mean " + e.Near + "?"
	case e.Near != "":
		return Meant(e.Near)
	case e.What == config.Unknown || e.What == config.NotField:
		return "; the names here are " + strings.Join(e.Known, ", ")
	}
	return ""
}
