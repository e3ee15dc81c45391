package intake

import (
	"regexp"
	"strings"

	"leadpad/lead"
)

// socials reads profiles and websites: a text, a list, objects, or an object
// whose members are the networks. network is what the member's name says.
func (r *reader) socials(k *node, network, path string) []lead.Social {
	switch {
	case k.kind == '"' && network == "":
		text := r.clean(k, true)
		var got []lead.Social
		for _, part := range split(socials, text) {
			part, _ = lead.Accept(part, false)
			got = append(got, lead.Social{URL: part})
		}
		return got
	case k.scalar():
		return []lead.Social{{URL: r.profile(network, r.text(k, path, lead.Socials), path)}}
	case k.kind == '[':
		var got []lead.Social
		for i := range k.kids {
			one := &k.kids[i]
			if one.kind == '"' {
				got = append(got, lead.Social{URL: r.profile(network, r.clean(one, false), path)})
				continue
			}
			got = append(got, r.socials(one, network, nth(path, i, len(k.kids)))...)
		}
		return got
	case k.kind == '{' && (r.ours || r.hasValue(socials, k)):
		return r.social(k, network, path)
	case k.kind == '{':
		return r.byNetwork(k, path)
	}
	return nil
}

// social reads {"Type": "X", "Url": "…"}.
func (r *reader) social(n *node, network, path string) []lead.Social {
	var got lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		at := path + "." + k.name
		switch what := rowMember(socials, r.meaning(k).key); {
		case k.absent():
		case what == rowValue && k.scalar() && got.URL == "":
			got.URL = r.text(k, at, lead.Socials)
		case what == rowType && k.scalar() && got.Type == "":
			got.Type = r.text(k, at, lead.Socials)
		case what == rowOff:
			r.drop(at)
		default:
			r.rest(k, at)
		}
	}
	if network == "" && !r.ours {
		network = strings.ToLower(got.Type)
	}
	if !r.ours {
		got.URL = r.profile(network, got.URL, path)
	}
	if got.Empty() && !r.ours {
		return nil
	}
	return []lead.Social{got}
}

// byNetwork reads {"linkedin": "…", "twitter": "…"}.
func (r *reader) byNetwork(n *node, path string) []lead.Social {
	var got []lead.Social
	for i := range n.kids {
		k := &n.kids[i]
		m := r.meaning(k)
		if m.meaning == social && !k.absent() {
			got = append(got, r.socials(k, m.word, path+"."+k.name)...)
			continue
		}
		r.rest(k, path+"."+k.name)
	}
	return got
}

// handle is what people are called on networks.
var handle = regexp.MustCompile(`^@?[A-Za-z0-9_.-]{1,40}$`)

// profile is the address of a handle on a network where every handle has one:
// @jane under twitter is https://x.com/jane. All else stays as written.
func (r *reader) profile(network, text, path string) string {
	base := map[string]string{
		"twitter": "https://x.com/", "x": "https://x.com/", "instagram": "https://www.instagram.com/", "facebook": "https://www.facebook.com/",
		"github": "https://github.com/", "tiktok": "https://www.tiktok.com/@", "youtube": "https://www.youtube.com/@",
		"threads": "https://www.threads.net/@", "telegram": "https://t.me/",
	}[network]
	at := strings.HasPrefix(text, "@")
	if base == "" || !handle.MatchString(text) || !at && strings.Contains(text, ".") {
		return text
	}
	url := base + strings.TrimPrefix(text, "@")
	r.tell(numberless(path) + ": a name on the network is read as its address there")
	return url
}
