package words

import (
	"slices"

	"leadpad/api"
	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
)

// Added is a lead that was saved, with its problems and notes below it.
func Added(e queue.Entry, practice bool) []string {
	lines := []string{e.ID.String() + "  " + State(e.State, practice, false)}
	for _, p := range e.Problems {
		sign := "▲"
		if p.Note {
			sign = "·"
		}
		lines = append(lines, "  "+sign+" "+p.Field.Label()+": "+Problem(p))
	}
	return lines
}

// Remark is why a lead is in its state, as far as there is something to say: of a
// draft's problems the first, and how many more there are.
func Remark(row queue.Row, problems []lead.Problem) string {
	problems = slices.DeleteFunc(slices.Clone(problems), func(p lead.Problem) bool { return p.Note })
	switch {
	case row.Remark != "":
		return row.Remark
	case len(problems) > 0:
		text := Problem(problems[0])
		if !problems[0].Doubt {
			text = problems[0].Field.Label() + ": " + text
		}
		if more := len(problems) - 1; more > 0 {
			text += " (and " + Number(more) + " more)"
		}
		return text
	case row.State == queue.Draft && row.Problems > 0:
		return Plural(row.Problems, "problem", "problems")
	case row.State == queue.Draft && !row.Finished:
		return "not finished"
	}
	return ""
}

// Sample says how a lead goes out of a workspace; beside are the sentences about
// what does not.
func Sample(s app.Sample) (text string, beside []string) {
	if left := s.OmittedWords(s.Lead); left != "" {
		beside = append(beside, "not sent: "+left+" ("+Plural(len(s.Omitted(s.Lead)), "value", "values")+" of this lead)")
	}
	if s.Form == api.Legacy && len(s.Profile.Wire) > 0 {
		beside = append(beside, "[profiles."+s.Name+".wire] does nothing: the legacy form has names of its own")
	}
	return "a lead of workspace " + s.Name + " goes out (" + s.Form.String() + " form) as\n" + string(s.Preview(s.Lead)), beside
}
