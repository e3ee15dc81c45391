package kit

// Actions of the Found panel, which is on Compose while what was pasted waits for
// an answer.
const (
	FieldBefore Action = "field-before"
	FieldAfter  Action = "field-after"
	LeaveOut    Action = "leave-out"
	AsPasted    Action = "as-pasted"
)

// QuickLine is Compose's one line that is read as a paste.
const QuickLine Action = "quick-line"

func foundKeys() []Binding {
	return []Binding{
		hidden(InFound, Open, "enter", "fill", "Fill the form; add the leads"),
		hidden(InFound, FieldAfter, "right", "next field", "The next field that this value could be"),
		hidden(InFound, FieldBefore, "left", "its field", "The field before"),
		bound(InFound, LeaveOut, "space", "leave out", "Leave this out, or take it in again"),
		bound(InFound, AsPasted, "t", "as pasted", "The text goes into the field as it was pasted"),
		hidden(InFound, Close, "q", "fill nothing", "Fill nothing"),
	}
}
