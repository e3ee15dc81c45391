package words

import (
	"strconv"
	"strings"

	"leadpad/lead"
	"leadpad/queue"
)

// What is said to somebody who is asked for a lead in plain questions.
const (
	AskHow      = "Enter alone skips a question. Ctrl+C ends; what you typed is kept as a draft."
	AskKind     = "Company or contact? Enter for company"
	AskAnew     = "Type it anew, or Enter to keep it"
	AskChange   = "Number of an answer to change, or Enter for none"
	AskNotes    = "Notes, line by line; an empty line ends them"
	AskNoteMore = "Next line"
	AnswerKind  = "company or contact"
	AnswerYes   = "y or n"
)

// Input names one input in a sentence: “Contact 1, email 2”.
func Input(l lead.Lead, at lead.Path) string {
	name := at.Field.Label()
	row := " " + strconv.Itoa(at.Row+1)
	switch at.Field {
	case lead.Name:
		name = "Name"
		if at.Contact > 0 || l.Kind == lead.Contact {
			name = "First name"
		}
	case lead.Emails:
		name = "Email" + row
	case lead.Phones:
		name = "Phone" + row
	case lead.Labels:
		name = "Label" + row
	case lead.Addresses:
		name = "Address" + row + ", " + strings.ToLower(at.Part.Label())
	case lead.Socials:
		name = "Social" + row + ", " + map[lead.Part]string{lead.URL: "web address", lead.Type: "type"}[at.Part]
	case lead.Contacts:
		name = "Contact" + row
	}
	if at.Contact == 0 {
		return name
	}
	if at.Field != lead.ContactID {
		name = strings.ToLower(name[:1]) + name[1:]
	}
	return "Contact " + strconv.Itoa(at.Contact) + ", " + name
}

// Ask is the question for one input.
func Ask(l lead.Lead, at lead.Path) string {
	place := Input(l, at)
	switch {
	case at.Part == lead.Type:
		return place + ", or Enter to read it from the address"
	case at.Field.Repeats() && at.Field != lead.Addresses:
		return place + ", or Enter for " + none(at.Row)
	}
	return place
}

func none(rows int) string {
	if rows > 0 {
		return "no more"
	}
	return "none"
}

// AskMore asks whether an address or a contact follows the rows that are there.
func AskMore(at lead.Path) string {
	what := "associated contact"
	if at.Field == lead.Addresses {
		what = "address"
	}
	article := "an "
	if at.Row > 0 {
		article = "another "
	}
	of := ""
	if at.Contact > 0 {
		of = " of contact " + strconv.Itoa(at.Contact)
	}
	return "Add " + article + what + of + "? y or N"
}

// AskOver asks for another text of an input that was answered.
func AskOver(l lead.Lead, at lead.Path) string {
	return Input(l, at) + " anew; a hyphen alone removes it, Enter keeps it"
}

// Remarked is what is wrong with an answer, or worth knowing about it, as a sentence.
func Remarked(l lead.Lead, p lead.Problem) string {
	if p.Field == lead.Whole {
		return Sentence(Problem(p))
	}
	if p.Note {
		return Input(l, p.Path) + ", a note: " + Stop(Problem(p))
	}
	return Input(l, p.Path) + ": " + Stop(Problem(p))
}

// Answers says what was answered, one numbered sentence for each of paths.
func Answers(l lead.Lead, paths []lead.Path) []string {
	kind := "A company."
	if l.Kind == lead.Contact {
		kind = "A contact."
	}
	lines := []string{kind}
	for i, at := range paths {
		text := strings.ReplaceAll(strings.TrimSpace(l.Get(at)), "\n", " / ")
		lines = append(lines, strconv.Itoa(i+1)+". "+Input(l, at)+": "+Stop(text))
	}
	return lines
}

// Verdict is what a lead is when it is saved: “Ready”, “a draft with 2 problems”.
func Verdict(e queue.Entry) string {
	if e.State == queue.Ready {
		return State(e.State, false, false)
	}
	return "a draft with " + Plural(lead.Count(e.Problems), "problem", "problems")
}

// AskSave asks whether a lead is to be saved.
func AskSave(e queue.Entry) string { return "Save? It will be " + Verdict(e) + ". y or N" }

// NumberUpTo says which numbers a question takes.
func NumberUpTo(n int) string { return "a number from 1 to " + strconv.Itoa(n) }

// WouldBe is what a lead would be saved as, of which nothing is saved.
func WouldBe(e queue.Entry) string { return "It would be " + Verdict(e) + ". Nothing was saved." }
