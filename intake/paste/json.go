package paste

import (
	"cmp"
	"errors"
	"strings"

	"leadpad/intake"
	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

var errStopped = errors.New("nobody waits for the leads any more")

// readJSON reads leads as JSON, as an import does.
func readJSON(text string, o Options) []Lead {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return nil
	}
	var leads []Lead
	err := intake.ReadJSON(strings.NewReader(text), func(i intake.Item) error {
		if i.Err != nil || o.stopped() {
			return cmp.Or(i.Err, errStopped)
		}
		clean, _ := intake.Accept(i.Lead)
		for _, path := range clean.Paths() {
			clean.Set(path, withoutOverrides(clean.Get(path)))
		}
		one := Lead{Lead: clean, Said: i.Said, Problems: i.Problems}
		for _, path := range clean.Paths() {
			one.Found = append(one.Found, Found{Path: path, Value: clean.Get(path), Why: Member, Line: i.Line})
		}
		for _, name := range i.Dropped {
			one.Left = append(one.Left, Left{Text: withoutOverrides(name), Line: i.Line})
		}
		one.convert(o.As)
		leads = append(leads, one)
		return nil
	})
	if err != nil {
		return nil
	}
	return leads
}

var (
	curlBody = lazyregexp.New(`(?s)(?:^|\s)(?:-d|--data|--data-raw|--data-binary|--json)[\s=]+(?:\$?'((?:[^']|'\\'')*)'|"((?:[^"\\]|\\.)*)")`)
	curlURL  = lazyregexp.New(`https?://[^\s'"\\]+`)
	curlForm = lazyregexp.New(`^\s*\$?\s*curl\s`)

	keyHeader = lazyregexp.New(`(?i)(\bx-api-key\b["']?\s*[:=]\s*["']?)([^\s"'\\,}]+)`)
)

// WithoutKey is a text whose header X-API-Key, in a curl command or a request that was
// copied whole, has "[API key]" in the place of its value: what is pasted is shown,
// and kept until it is sorted out.
func WithoutKey(text string) string { return keyHeader.ReplaceAllString(text, "${1}[API key]") }

// readCurl reads the body of a curl command. Its headers may hold a key: they are
// no part of the lead and are not shown.
func readCurl(text string, o Options) []Lead {
	if !curlForm.MatchString(text) {
		return nil
	}
	at := curlBody.FindStringSubmatch(text)
	if at == nil {
		return nil
	}
	body := strings.ReplaceAll(at[1], `'\''`, `'`)
	if at[2] != "" {
		body = strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\$`, `$`).Replace(at[2])
	}
	leads := readJSON(body, o)
	if url := curlURL.FindString(strings.Replace(text, at[0], "", 1)); url != "" && len(leads) > 0 {
		last := &leads[len(leads)-1]
		last.Left = append(last.Left, Left{Text: "curl " + url, Kind: Tag})
	}
	return leads
}

// placed says that all words of a text stand in a lead.
func placed(text string, l lead.Lead) bool {
	have := map[string]bool{}
	for _, path := range l.Paths() {
		for _, w := range folded(l.Get(path)) {
			have[w] = true
		}
	}
	for _, w := range folded(text) {
		if !have[w] {
			return false
		}
	}
	return true
}
