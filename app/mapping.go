package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"strings"

	"leadpad/intake/columns"
	"leadpad/intake/table"
)

// ReadMapping reads what columns hold: texts like "Column=field", and the lines of a
// file, of which empty ones and those with # before them say nothing. A *table.NoMapping
// is one that is none.
func ReadMapping(texts []string, file string) ([]table.Mapping, error) {
	var all []table.Mapping
	var lines []string
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, &FileError{file, Cause(err)}
		}
		for l := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) {
			if l = strings.TrimSpace(l); l != "" && l[0] != '#' {
				lines = append(lines, l)
			}
		}
	}
	for _, text := range append(lines, texts...) {
		m, err := table.ParseMapping(text)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// savedMapping is a mapping as it is kept with the queue.
type savedMapping struct {
	Name string            `json:"name"`
	Map  map[string]string `json:"map"`
}

// mappingOf is the setting that keeps the mapping of a set of columns, for one person.
func (s *Session) mappingOf(header []string) string {
	keys := make([]string, 0, len(header))
	for _, name := range header {
		keys = append(keys, columns.Key(name))
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(s.User + "\x00" + strings.Join(keys, "\x00")))
	return "import-columns-" + hex.EncodeToString(sum[:12])
}

// SavedMapping is what was remembered for a table with these columns, nothing where
// that cannot be read.
func (s *Session) SavedMapping(ctx context.Context, header []string) []table.Mapping {
	text, err := s.Queue.Setting(ctx, s.mappingOf(header))
	var kept savedMapping
	if err != nil || json.Unmarshal([]byte(text), &kept) != nil {
		return nil
	}
	var all []table.Mapping
	for _, name := range header {
		if f, ok := columns.ParseField(kept.Map[name]); ok {
			all = append(all, table.Mapping{Header: name, Field: f})
		}
	}
	return all
}

// KeepMapping remembers a mapping for tables with the columns of those that were read.
func (s *Session) KeepMapping(ctx context.Context, name string, reads []Read, mapping []table.Mapping) error {
	for _, read := range reads {
		if read.Table == nil || read.Table.HeaderRow == 0 {
			continue
		}
		kept := savedMapping{Name: name, Map: map[string]string{}}
		var header []string
		for _, c := range read.Table.Plan.Columns {
			header = append(header, c.Header)
			for _, m := range mapping {
				if columns.Key(m.Header) == columns.Key(c.Header) {
					kept.Map[c.Header] = m.Field.String()
				}
			}
		}
		text, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		if err := s.Queue.SetSetting(ctx, s.mappingOf(header), string(text)); err != nil {
			return err
		}
	}
	return nil
}
