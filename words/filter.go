package words

import "strings"

// NoField says that a filter names a field that there is not, and which there are.
func NoField(name string, fields []string) string {
	return "There is no field “" + name + "”. The fields are " + strings.Join(fields[:len(fields)-1], ", ") + " and " + fields[len(fields)-1] + "."
}
