package words

// Number writes n with a comma between thousands.
func Number(n int) string {
	if n < 0 {
		return "-" + Number(-n)
	}
	s := ""
	for n >= 1000 {
		rest := n % 1000
		s = "," + string([]byte{byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}) + s
		n /= 1000
	}
	var head [4]byte
	i := len(head)
	for {
		i--
		head[i] = byte('0' + n%10)
		n /= 10
		if n == 0 {
			break
		}
	}
	return string(head[i:]) + s
}

// Plural gives "1 lead" and "2 leads"; many is the plural form.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// PluralWord picks the word that goes with n.
func PluralWord(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Leads is "1 lead" or "214 leads".
func Leads(n int) string { return Plural(n, "lead", "leads") }

// counted is Plural, "" for none.
func counted(n int, one, many string) string {
	if n <= 0 {
		return ""
	}
	return Plural(n, one, many)
}
