package paste

import "strings"

// dense divides the lines of one card where they are of several people with no empty
// line between them: each begins with a name, and the email that spells it follows
// before the next name. Where that is not so of two people at least, it is one card.
func dense(all []*line) [][]*line {
	starts := starts(all)
	if len(starts) < 2 {
		return nil
	}
	if above(all, starts) {
		for i := range starts {
			starts[i]--
		}
	}
	starts[0] = 0
	var out [][]*line
	for i, from := range starts {
		to := len(all)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		out = append(out, all[from:to])
	}
	return out
}

// above says that each of the cards begins with its company, on the line above the
// name.
func above(all []*line, starts []int) bool {
	for _, at := range starts {
		if at == 0 || all[at-1].outside || !legal(strings.TrimSpace(all[at-1].text)) {
			return false
		}
	}
	return true
}

// starts are the lines that hold the names of different people, each with its email in
// the same line or one of the next.
func starts(all []*line) []int {
	const block = 12
	var out []int
	emails, people := map[string]bool{}, map[string]bool{}
	last := -1                          // the line of the last email with a name
	read := make([][]reading, len(all)) // of each line, nil where nothing was asked
	for i, l := range all {
		if l.outside || !strings.Contains(l.text, "@") {
			continue
		}
		for _, email := range emailForm.FindAllString(l.text, -1) {
			email = strings.ToLower(email)
			local := localOf(email)
			if emails[email] || roleAddress(local) {
				continue
			}
			emails[email] = true
			for k := i; k > last && k > i-block; k-- {
				if read[k] == nil {
					read[k] = append([]reading{}, (&card{lines: all[k : k+1]}).readings()...)
				}
				name := spelled(read[k], local)
				if name == "" {
					continue
				}
				if !people[name] {
					people[name] = true
					out = append(out, k)
					last = i
				}
				break
			}
		}
	}
	return out
}

// spelled is the one of names that a local part spells, "" for none.
func spelled(names []reading, local string) string {
	for i := range names {
		if _, ok := names[i].speltBy(local, spelt); ok {
			return strings.Join(folded(names[i].String()), " ")
		}
	}
	return ""
}
