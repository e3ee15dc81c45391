package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// typed is a value of a lead as it is kept for suggestions: once for each way in
// which people would write the same, with what was typed last.
type typed struct {
	kind queue.Typed
	fold string
	queue.Suggestion
}

// typedOf are the values of a lead that are worth a suggestion.
func typedOf(l lead.Lead) []typed {
	var all []typed
	add := func(k queue.Typed, value string, s queue.Suggestion) {
		if value = strings.TrimSpace(value); value != "" {
			s.Value = value
			all = append(all, typed{k, typedFold(k, value), s})
		}
	}
	if l.Kind == lead.Company {
		add(queue.TypedCompany, l.Name, queue.Suggestion{})
	}
	add(queue.TypedCompany, l.Company, queue.Suggestion{})
	for _, label := range l.Labels {
		add(queue.TypedLabel, label, queue.Suggestion{})
	}
	for _, p := range append([]lead.Person{l.Person}, l.Contacts...) {
		add(queue.TypedIndustry, p.Industry, queue.Suggestion{})
		add(queue.TypedRole, p.Role, queue.Suggestion{})
		for _, a := range p.Addresses {
			add(queue.TypedCity, a.City, queue.Suggestion{State: a.State, Country: a.Country})
			if a.City != "" {
				add(queue.TypedPostalCode, a.PostalCode, queue.Suggestion{City: a.City, State: a.State, Country: a.Country})
			}
		}
		for _, m := range p.Emails {
			if pattern, domain, ok := lead.MailPattern(p, m); ok {
				local, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(m)), "@")
				all = append(all, typed{queue.TypedMail, mailFold(domain) + local, queue.Suggestion{Value: pattern}})
			}
		}
	}
	return append(all, domainsOf(l)...)
}

// domainsOf are the domains of a contact's mail, each kept once for its company.
func domainsOf(l lead.Lead) (all []typed) {
	if lead.Fold(l.Company) == "" {
		return nil
	}
	for _, m := range l.Emails {
		if _, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(m)), "@"); ok && strings.Contains(domain, ".") {
			all = append(all, typed{queue.TypedDomain, typedFold(queue.TypedDomain, l.Company) + domain, queue.Suggestion{Value: domain}})
		}
	}
	return all
}

// typedFold is what a value is looked up by.
func typedFold(k queue.Typed, value string) string {
	switch k {
	case queue.TypedMail:
		return mailFold(value)
	case queue.TypedDomain:
		return lead.Fold(value) + "@"
	}
	return lead.Fold(value)
}

// mailFold is where the addresses of a domain begin, each of which is kept once.
func mailFold(domain string) string { return strings.ToLower(domain) + "@" }

// typedRow is where a value is kept.
type typedRow struct {
	workspace, owner, fold string
	kind                   queue.Typed
}

// typedNews is what a change brings to a value: it is kept as long as a finished
// lead that is not deleted has it.
type typedNews struct {
	queue.Suggestion
	at    time.Time
	uses  int  // what is to be added to how often leads have it
	typed bool // in this change, so that it is suggested as it stands here
}

// worthLearning says that somebody finished an entry: of one that is being typed a
// half word would be suggested.
func worthLearning(e queue.Entry) bool { return e.Finished || e.State != queue.Draft }

// learn notes what was typed in an entry.
func (c *change) learn(w *written) {
	for _, v := range w.typed {
		c.use(w.Entry, v, 1, func(n *typedNews) {
			if v.City+v.State+v.Country == "" {
				v.City, v.State, v.Country = n.City, n.State, n.Country
			}
			n.Suggestion, n.at, n.typed = v.Suggestion, w.Updated, true
		})
	}
}

// forget notes that what was typed in an entry is not in it any more.
func (c *change) forget(e queue.Entry) {
	if !worthLearning(e) {
		return
	}
	for _, v := range typedOf(e.Lead) {
		c.use(e, v, -1, func(*typedNews) {})
	}
}

func (c *change) use(e queue.Entry, v typed, uses int, note func(*typedNews)) {
	if v.fold == "" {
		return
	}
	if c.typed == nil {
		c.typed = map[typedRow]typedNews{}
	}
	row := typedRow{e.Workspace, e.Owner, v.fold, v.kind}
	news := c.typed[row]
	news.uses += uses
	note(&news)
	c.typed[row] = news
}

// relearn is learn or forget for a lead that left the Trash or went there.
func (c *change) relearn(e queue.Entry, body []byte, there bool) {
	if json.Unmarshal(body, &e.Lead) != nil {
		return // what reads it will say so
	}
	if !there {
		c.forget(e)
	} else if worthLearning(e) {
		c.learn(&written{Entry: e, typed: typedOf(e.Lead)})
	}
}

// typedRows are the rows of what changed, in the order of the table.
func (c *change) typedRows() []typedRow {
	rows := make([]typedRow, 0, len(c.typed))
	for row, news := range c.typed {
		if news.typed || news.uses != 0 {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b typedRow) int {
		return cmp.Or(cmp.Compare(a.workspace, b.workspace), cmp.Compare(a.kind, b.kind), cmp.Compare(a.fold, b.fold), cmp.Compare(a.owner, b.owner))
	})
	return rows
}

// keepTyped writes rows of what changed.
func (c *change) keepTyped(ctx context.Context, rows []typedRow) error {
	var fewer []typedRow
	rows = slices.DeleteFunc(rows, func(r typedRow) bool {
		typed := c.typed[r].typed
		if !typed {
			fewer = append(fewer, r)
		}
		return !typed
	})
	for _, step := range []int{8, 1} { // few sizes: each is a statement that stays prepared
		for ; len(rows) >= step; rows = rows[step:] {
			args := make([]any, 0, 10*step)
			for _, r := range rows[:step] {
				v := c.typed[r]
				args = append(args, r.workspace, int(r.kind), r.fold, r.owner, v.Value, v.City, v.State, v.Country, nanos(v.at), v.uses)
			}
			if _, err := c.exec(ctx, `INSERT INTO typed (ws, kind, fold, owner, value, city, state, country, at, uses)
				VALUES (?,?,?,?,?,?,?,?,?,?)`+strings.Repeat(`, (?,?,?,?,?,?,?,?,?,?)`, step-1)+`
				ON CONFLICT (ws, kind, fold, owner) DO UPDATE SET value = excluded.value, at = excluded.at, uses = typed.uses + excluded.uses,
				city = CASE WHEN excluded.country || excluded.state || excluded.city = '' THEN typed.city ELSE excluded.city END,
				state = CASE WHEN excluded.country || excluded.state || excluded.city = '' THEN typed.state ELSE excluded.state END,
				country = CASE WHEN excluded.country || excluded.state || excluded.city = '' THEN typed.country ELSE excluded.country END`,
				args...); err != nil {
				return err
			}
		}
	}
	return c.useLess(ctx, fewer)
}

// useLess takes what fewer leads have off its count, and out where none has it.
func (c *change) useLess(ctx context.Context, rows []typedRow) error {
	for _, r := range rows {
		args := []any{-c.typed[r].uses, r.workspace, int(r.kind), r.fold, r.owner}
		const row = ` AND ws = ?2 AND kind = ?3 AND fold = ?4 AND owner = ?5`
		out, err := c.exec(ctx, `DELETE FROM typed WHERE uses <= ?1`+row, args...)
		if err == nil && out == 0 {
			_, err = c.exec(ctx, `UPDATE typed SET uses = uses - ?1 WHERE uses > ?1`+row, args...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Suggest implements queue.Leads.
func (q *Queue) Suggest(ctx context.Context, workspace string, k queue.Typed, begin string, most int) (all []queue.Suggestion, err error) {
	from := typedFold(k, begin)
	if from == "" {
		return nil, nil
	}
	own, args := "", []any{workspace, int(k), from, from + "\U0010FFFF"}
	if !queue.SharedTyped(k) {
		own, args = ` AND owner = ?`, append(args, q.scope.Owner)
	}
	// Of values that begin alike so many are looked at: a single letter has thousands.
	const looked = 500
	query := `SELECT value, city, state, country FROM (SELECT fold, value, city, state, country, at FROM typed
		WHERE ws = ? AND kind = ? AND fold >= ? AND fold < ?` + own + ` ORDER BY fold LIMIT ?) AS begun ORDER BY at DESC, fold LIMIT ?`
	err = q.db.read(ctx, "look for what was typed before", func(t *tx) error {
		return t.each(ctx, query, append(args, looked, most), func(scan func(...any) error) error {
			var s queue.Suggestion
			err := scan(&s.Value, &s.City, &s.State, &s.Country)
			all = append(all, s)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// Learn fills the table of what was typed from the leads that there are.
func Learn(ctx context.Context, c Conn) error {
	r := rebuilder{tx: &tx{c: c}}
	if _, err := r.exec(ctx, `DELETE FROM typed`); err != nil {
		return err
	}
	made := &change{tx: r.tx}
	err := r.each(ctx, func(es []stored) error {
		for _, e := range es {
			if e.deleted.IsZero() && worthLearning(e.Entry) {
				made.learn(&written{Entry: e.Entry, typed: typedOf(e.Lead)})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return made.keepTyped(ctx, made.typedRows())
}
