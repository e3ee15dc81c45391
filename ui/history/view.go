package history

import (
	"strconv"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// margin is what stands left of every line; its first cell is the focus bar's.
const margin = kit.Margin

// layout is where everything stands for the size at hand.
type layout struct {
	columns []kit.Column
	widths  []int
	air     bool
	rows    int // visible batches
	pane    int // lines below the list, the rule included
}

// columnID names a column of the list.
type columnID int

const (
	stateColumn columnID = iota
	timeColumn
	leadsColumn
	httpColumn
	succeededColumn
	codeColumn
	messageColumn
	descriptionColumn
	tookColumn
)

func columnsOf(practice bool) []kit.Column {
	const most = len("  Too many requests")
	state := len("  Too many requ") // where that costs no other column
	if practice {
		state = len("  Sent (practice)")
	}
	return []kit.Column{
		stateColumn:       {Title: "Outcome", Least: state, Most: most, Share: 1},
		timeColumn:        {Title: "Time", Least: len("22 Nov 14:07"), Priority: 1},
		leadsColumn:       {Title: "Leads", Least: 5, Priority: 2, Right: true},
		httpColumn:        {Title: "HTTP", Least: 4, Priority: 3},
		succeededColumn:   {Title: "succeeded", Least: 9, Priority: 6},
		codeColumn:        {Title: "statusCode", Least: 10, Priority: 7},
		messageColumn:     {Title: "message", Least: 20, Most: 80, Share: 1, Priority: 4},
		descriptionColumn: {Title: "statusCodeDescription", Least: 21, Priority: 8},
		tookColumn:        {Title: "took", Least: 8, Priority: 5, Right: true},
	}
}

// arrange lays the list out for its size and the batch under the cursor.
func (m *Model) arrange() {
	m.fresh = false
	l := layout{columns: columnsOf(m.d.Workspace.Practice), air: m.height >= 18}
	l.widths = kit.Spread(l.columns, m.width-2*len(margin))
	fixed := 2
	if l.air {
		fixed++
	}
	room := m.height - fixed
	// The card says all that it has to say; a receipt what the server said, whole.
	want := 7
	if b, ok := m.current(); ok && unsettled(b) {
		want = 12
	} else if ok {
		want = max(want, min(len(m.receipt(b))+1, m.height/2))
	}
	l.pane = max(min(want, room-3), 0)
	l.rows = max(room-l.pane, 1)
	m.lay = l
	m.top = kit.Scroll(m.top, m.cur, l.rows, m.rows.Total)
}

// View draws the innermost thing on show, once for each change.
func (m *Model) View() kit.Frame {
	if m.fresh {
		return m.frame
	}
	var lines []string
	switch {
	case m.single != nil:
		lines = m.viewSingle()
	case m.open != nil:
		lines = m.viewOpen()
	default:
		lines = m.viewList()
	}
	m.frame, m.fresh = kit.Frame{Lines: lines[:min(len(lines), m.height)]}, true
	return m.frame
}

// viewList draws the list and, under a rule, the batch under the cursor.
func (m *Model) viewList() []string {
	t := m.t
	lines := []string{margin + t.Between(t.Bold.S("History"), m.tally(), m.room())}
	if m.trouble != "" {
		lines = append(lines, margin+t.Bad.S(t.Cut("✗ "+m.trouble, m.room())))
	} else if m.lay.air {
		lines = append(lines, "")
	}
	if m.rows.Total == 0 {
		if m.read && m.trouble == "" {
			lines = append(lines, m.teach()...)
		}
		return lines
	}
	lines = append(lines, margin+t.Row(m.lay.columns, m.lay.widths, func(i int) kit.Cell {
		return kit.Cell{Text: m.lay.columns[i].Title, Paint: t.Dim}
	}))
	for i := m.top; i < m.top+m.lay.rows; i++ {
		lines = append(lines, m.line(i))
	}
	b, ok := m.current()
	if !ok || m.lay.pane == 0 {
		return lines
	}
	lines = append(lines, margin+t.Rule(m.room()))
	if unsettled(b) {
		return append(lines, tighten(m.cardLines(b), m.lay.pane-1)...)
	}
	return append(lines, m.summary(b)...)
}

// tighten takes blank lines out of what does not fit.
func tighten(lines []string, h int) []string {
	for i := len(lines) - 1; i >= 0 && len(lines) > h; i-- {
		if lines[i] == "" {
			lines = append(lines[:i:i], lines[i+1:]...)
		}
	}
	return lines[:min(len(lines), h)]
}

// tally counts the batches.
func (m *Model) tally() string {
	if !m.read || m.rows.Total == 0 {
		return ""
	}
	s := m.t.Dim.S(words.Plural(m.rows.Total, "batch", "batches"))
	if m.unsure > 0 {
		s = m.t.UnsureBold.S(words.PluralWord(m.unsure, "1 waits for you", words.Number(m.unsure)+" wait for you")) + m.t.Dim.S(" · ") + s
	}
	return s
}

// line draws one batch.
func (m *Model) line(i int) string {
	if i >= m.rows.Total {
		return ""
	}
	t, bar := m.t, m.t.Edge(i == m.cur)
	b, ok := m.rows.At(i)
	if !ok {
		return bar + " " + t.Dim.S("…")
	}
	look := m.lookOf(b)
	if i == m.cur {
		look.Paint = look.Bold
	}
	return bar + " " + t.Row(m.lay.columns, m.lay.widths, func(c int) kit.Cell { return m.cell(columnID(c), b, look) })
}

// lookOf is how what became of a batch is drawn.
func (m *Model) lookOf(b queue.Batch) kit.OutcomeLook {
	t := m.t
	look := t.Outcome(api.ParseOutcome(b.Receipt.Outcome))
	switch b.State {
	case queue.InFlight:
		look = kit.OutcomeLook{Sign: "◐", Paint: t.Accent, Bold: t.AccentBold}
	case queue.BatchSent:
		look = t.Outcome(api.Created)
	case queue.BatchUnsure:
		look = t.Outcome(api.Unsure)
	case queue.BatchResolved:
		look = kit.OutcomeLook{Sign: "✓", Paint: t.OK, Bold: t.OKBold}
		if b.Resolution == "ready" {
			look = kit.OutcomeLook{Sign: "↺", Paint: t.Warn, Bold: t.WarnBold}
		}
	}
	look.Word = words.Batch(b)
	return look
}

// cell gives a column's text and paint.
func (m *Model) cell(id columnID, b queue.Batch, look kit.OutcomeLook) kit.Cell {
	t, r := m.t, b.Receipt
	text := func(s string, p kit.Paint) kit.Cell { return kit.Cell{Text: s, Paint: p} }
	switch id {
	case stateColumn:
		return text(look.Sign+" "+look.Word, look.Paint)
	case timeColumn:
		return text(m.when(r.Begun), t.Dim)
	case leadsColumn:
		return text(words.Number(len(b.Leads)), kit.Paint{})
	case httpColumn:
		if r.Status > 0 {
			return text(strconv.Itoa(r.Status), look.Paint)
		}
		return text("–", t.Dim)
	case succeededColumn:
		return text(boolWord(r.Succeeded), look.Paint)
	case codeColumn:
		return text(intWord(r.StatusCode), kit.Paint{})
	case descriptionColumn:
		return text(textWord(r.Description), t.Dim)
	case messageColumn:
		return text(m.message(b), kit.Paint{})
	case tookColumn:
		if b.State == queue.InFlight {
			return kit.Cell{}
		}
		if !b.EndKnown() {
			return text("–", t.Dim)
		}
		return text(words.Took(r.Ended.Sub(r.Begun)), t.Dim)
	}
	return kit.Cell{}
}

// summary is receipt in the lines that there are.
func (m *Model) summary(b queue.Batch) []string {
	lines := m.receipt(b)
	return lines[:min(len(lines), max(m.lay.pane-1, 0))]
}

// receipt is the receipt of a batch whose end is known, in short.
func (m *Model) receipt(b queue.Batch) []string {
	lines := m.verdict(b)
	names := make([]string, len(b.Names))
	for i, n := range b.Names {
		names[i] = safe.Clean(n).String()
	}
	return append(lines, margin+m.t.Dim.S(m.t.Cut(strings.Join(names, ", "), m.room())))
}

// teach is the empty screen: what it is for and the key to begin.
func (m *Model) teach() []string {
	t := m.t
	lines := m.text(t.Bold, "Nothing was sent yet.")
	lines = append(lines, "")
	lines = append(lines, m.text(t.Dim, "Every request leaves a receipt here: its leads, the answer, what became of them. What is not sure stands first.")...)
	lines = append(lines, "")
	return append(lines, m.keyFlow(key{kit.ToDrafts, "Drafts"}, key{kit.Submit, "there submits all that is ready"})...)
}

// key is a key with what it does.
type key struct {
	action kit.Action
	text   string
}

// keyFlow draws keys in as many lines as they need.
func (m *Model) keyFlow(keys ...key) []string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = m.t.AccentBold.S(m.keyName(k.action)) + " " + m.t.Dim.S(k.text)
	}
	return kit.Behind(m.t.Flow("   ", m.room(), parts...))
}

// room is the width between the margins.
func (m *Model) room() int { return max(m.width-2*len(margin), 1) }

// text wraps s in one paint between the margins.
func (m *Model) text(p kit.Paint, s string) []string {
	return kit.Behind(m.t.Lines(p, s, m.room()))
}

// when writes a moment: the time of today, else the day, too.
func (m *Model) when(at time.Time) string {
	if at.IsZero() {
		return "–"
	}
	at = at.In(m.now.Location())
	y, d := at.Year(), at.YearDay()
	if y == m.now.Year() && d == m.now.YearDay() {
		return at.Format("15:04:05")
	}
	if y == m.now.Year() {
		return at.Format("2 Jan 15:04")
	}
	return at.Format("2 Jan 2006")
}

func boolWord(b *bool) string {
	if b == nil {
		return "–"
	}
	return strconv.FormatBool(*b)
}

func intWord(n *int) string {
	if n == nil {
		return "–"
	}
	return strconv.Itoa(*n)
}

func textWord(s *string) string {
	if s == nil {
		return "–"
	}
	return safe.Clean(*s).String()
}
