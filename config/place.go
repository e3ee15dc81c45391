package config

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// errHere makes the decoder name the place that it has come to.
var errHere = errors.New("here")

// marker is a value whose decoding always fails, for the sake of the position
// in the failure: the decoder keeps the positions of names to itself.
type marker struct{}

// UnmarshalTOML fails, see marker.
func (marker) UnmarshalTOML(any) error { return errHere }

// places knows where the names of a file stand.
type places struct {
	data  string
	first map[string]toml.Key // path → the first name that has it as its beginning
	order map[string]int      // path → its rank in the file
}

func newPlaces(data string, keys []toml.Key) places {
	p := places{data: data, first: map[string]toml.Key{}, order: map[string]int{}}
	for i, key := range keys {
		for n := 1; n <= len(key); n++ {
			path := joined(key[:n])
			if _, ok := p.first[path]; !ok {
				p.first[path], p.order[path] = key, i
			}
		}
	}
	return p
}

// joined makes a map key of a path; a TOML name holds no NUL.
func joined(path []string) string { return strings.Join(path, "\x00") }

// inOrder gives the names of the table at path in the order of the file, so
// that the first mistake is the one that is told.
func (p places) inOrder(path []string, table map[string]any) []string {
	rank := func(name string) int { return p.order[joined(append(slices.Clone(path), name))] }
	names := slices.Sorted(maps.Keys(table))
	slices.SortStableFunc(names, func(a, b string) int { return rank(a) - rank(b) })
	return names
}

// line gives the line on which path stands, 0 when unknown. A table that only
// longer headers mention ([profiles.acme] for profiles) stands where the first
// of them does.
func (p places) line(path []string) int {
	if n := p.exact(path); n > 0 {
		return n
	}
	return p.exact(p.first[joined(path)])
}

// exact asks the decoder. It decodes anew: it is called once, for a mistake.
func (p places) exact(path []string) int {
	var level map[string]toml.Primitive
	md, err := toml.Decode(p.data, &level)
	for i, name := range path {
		here, ok := level[name]
		if err != nil || !ok {
			return 0
		}
		if i == len(path)-1 {
			var pe toml.ParseError
			if errors.As(md.PrimitiveDecode(here, &marker{}), &pe) {
				return pe.Position.Line
			}
			return 0
		}
		level = nil
		err = md.PrimitiveDecode(here, &level)
	}
	return 0
}

// Nearest gives the word of known that name was most likely meant to be, ""
// when none is near (more than a third of its letters differ).
func Nearest(name string, known []string) string {
	best, most := "", len([]rune(name))/3+1
	for _, word := range known {
		if d := distance(strings.ToLower(name), word, most); d <= most {
			if d < most || best == "" {
				best, most = word, d
			}
		}
	}
	return best
}

// distance is the number of letters to insert, drop, change or swap with their
// neighbour to make b of a (optimal string alignment). Above most it is only
// known to be larger.
func distance(a, b string, most int) int {
	s, t := []rune(a), []rune(b)
	if d := len(s) - len(t); d > most || -d > most {
		return most + 1
	}
	before, row := []int(nil), make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(s); i++ {
		next := make([]int, len(t)+1)
		next[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(t)]
}
