package lead

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"leadpad/safe/lazyregexp"
)

// SendURL is the address as it goes out: a bare host gains "https://", one behind
// "//" the "https:", all else is as typed without the spaces around it.
func SendURL(typed string) string {
	typed = strings.TrimSpace(typed)
	if rest, ok := strings.CutPrefix(typed, "//"); ok && strings.Contains(bareHost(rest), ".") {
		return "https:" + typed
	}
	if scheme(typed) == "" && strings.Contains(bareHost(typed), ".") {
		return "https://" + typed
	}
	return typed
}

// URLHost is the lower-case host of a typed address, without port; "" when it
// has none. The scheme may be missing.
func URLHost(typed string) string {
	u, err := parseURL(SendURL(typed))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// parseURL is url.Parse for people: a % that stands for itself is no fault.
func parseURL(sent string) (*url.URL, error) {
	return url.Parse(strayPercent.ReplaceAllStringFunc(sent, func(s string) string {
		if len(s) == len("%00") {
			return s
		}
		return "%25" + s[1:]
	}))
}

// strayPercent finds each % with the two digits that it may have.
var strayPercent = lazyregexp.New(`%(?:[0-9A-Fa-f]{2})?`)

// scheme is the lower-case scheme of a typed address, "" when there is none.
// "example.com:8080" has none, "mailto:x" has.
func scheme(typed string) string {
	i := strings.IndexFunc(typed, func(r rune) bool {
		return !isAlnum(r) && r != '+' && r != '-'
	})
	if i <= 0 || typed[i] != ':' {
		return ""
	}
	if port := typed[i+1:]; port != "" && port[0] >= '0' && port[0] <= '9' {
		return ""
	}
	return strings.ToLower(typed[:i])
}

// bareHost is what stands before the path of an address without a scheme.
func bareHost(typed string) string {
	if i := strings.IndexAny(typed, "/?#"); i >= 0 {
		return typed[:i]
	}
	return typed
}

// urlFault says what is wrong with a trimmed, filled web address, "" when
// nothing is.
func urlFault(typed string) string {
	const example = "a web address has a host with a dot, like example.com"
	sent := SendURL(typed)
	switch s := scheme(sent); {
	case Units(sent) > MaxURL:
		return tooLong(Units(sent), MaxURL)
	case hasInvisible(typed):
		return "an invisible character hides in it: type it anew"
	case strings.ContainsFunc(typed, unicode.IsSpace):
		return "a web address has no spaces"
	case strings.Contains(typed, `\`):
		return `a web address has "/" where this one has "\"`
	case slashFault.MatchString(typed):
		return "two slashes stand behind https: and then the host, like https://example.com"
	case s == "":
		return example
	case s == "mailto", strings.Contains(bareHost(typed), "@"):
		return "this is a mail address; a web address is like https://example.com"
	case s != "http" && s != "https":
		return "only web addresses, http or https"
	}
	u, err := parseURL(sent)
	if err == nil && u.User != nil {
		return "no name and password in a web address: others would read them"
	}
	switch {
	case err != nil:
		return "this cannot be read; a web address is like https://example.com"
	case u.Opaque != "" || u.Hostname() == "":
		return example
	case u.Port() != "":
		if n, err := strconv.Atoi(u.Port()); err != nil || n < 1 || n > 65535 {
			return "the number behind the colon is 1 to 65535"
		}
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return ""
	}
	if strings.ContainsFunc(u.Hostname(), isLookAlike) {
		return lookAlikes
	}
	return hostFault(strings.TrimSuffix(u.Hostname(), "."), example, isWebHostRune)
}

// slashFault finds a scheme of the web with too few or too many slashes behind it,
// or without its colon.
var slashFault = lazyregexp.New(`^(?i:https?)(?::/?(?:[^/]|$)|:///|//)`)

// SocialType is the type that a URL's host stands for: "LinkedIn", "X",
// "Facebook", "Instagram", "GitHub", …, else "Website"; "" for an empty URL.
func SocialType(url string) string {
	if strings.TrimSpace(url) == "" {
		return ""
	}
	host := URLHost(url)
	for host != "" {
		if name := hostType(host); name != "" {
			return name
		}
		brand, rest, _ := strings.Cut(host, ".")
		if name := brandType(brand); name != "" && isSuffix(rest) {
			return name
		}
		host = rest
	}
	if fediverse(url) {
		return "Mastodon"
	}
	return "Website"
}

// brandType is the network that has its name under many countries' domains.
func brandType(brand string) string {
	switch brand {
	case "pinterest":
		return "Pinterest"
	case "linkedin":
		return "LinkedIn"
	case "facebook":
		return "Facebook"
	case "instagram":
		return "Instagram"
	case "youtube":
		return "YouTube"
	case "vk":
		return "VK"
	case "xing":
		return "XING"
	}
	return ""
}

// isSuffix knows what countries register names under: "de", "co.uk", "com.br".
func isSuffix(domain string) bool {
	second, top, ok := strings.Cut(domain, ".")
	if !ok {
		return len(domain) == 2 || domain == "com"
	}
	switch second {
	case "co", "com", "ne", "or", "net", "org":
		return len(top) == 2
	}
	return false
}

// fediverse knows a profile on one of Mastodon's thousands of servers by its
// path and the server's name.
func fediverse(typed string) bool {
	u, err := parseURL(SendURL(typed))
	if err != nil || !strings.HasPrefix(u.Path, "/@") {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.Contains(strings.Split(host, "."), "social") || strings.Contains(host, "mastodon") || strings.Contains(host, "mstdn")
}

// hostType is the network that a host belongs to, "" for none.
func hostType(host string) string {
	switch host {
	case "lnkd.in":
		return "LinkedIn"
	case "x.com", "twitter.com", "t.co":
		return "X"
	case "facebook.com", "fb.com", "fb.me", "fb.watch", "fb.gg", "messenger.com", "m.me":
		return "Facebook"
	case "instagram.com", "instagr.am":
		return "Instagram"
	case "youtube.com", "youtu.be", "youtube-nocookie.com":
		return "YouTube"
	case "whatsapp.com", "wa.me", "wa.link":
		return "WhatsApp"
	case "t.me", "telegram.me", "telegram.org", "telegram.dog":
		return "Telegram"
	case "threads.net", "threads.com":
		return "Threads"
	case "weibo.com", "weibo.cn":
		return "Weibo"
	case "mastodon.social", "mastodon.online", "mas.to", "fosstodon.org", "hachyderm.io", "infosec.exchange":
		return "Mastodon"
	case "discord.gg", "discord.com", "discordapp.com":
		return "Discord"
	case "line.me", "lin.ee":
		return "LINE"
	case "xing.com":
		return "XING"
	case "vk.com", "vkontakte.ru":
		return "VK"
	}
	return hostTypeByName(host)
}

// hostTypeByName knows the networks with one host each.
func hostTypeByName(host string) string {
	switch host {
	case "github.com":
		return "GitHub"
	case "gitlab.com":
		return "GitLab"
	case "tiktok.com":
		return "TikTok"
	case "bsky.app", "bsky.social":
		return "Bluesky"
	case "pin.it":
		return "Pinterest"
	case "twitch.tv":
		return "Twitch"
	case "tumblr.com":
		return "Tumblr"
	case "soundcloud.com":
		return "SoundCloud"
	case "spotify.com", "spoti.fi":
		return "Spotify"
	case "reddit.com", "redd.it":
		return "Reddit"
	case "snapchat.com":
		return "Snapchat"
	case "vimeo.com":
		return "Vimeo"
	case "medium.com":
		return "Medium"
	case "behance.net", "be.net":
		return "Behance"
	case "dribbble.com":
		return "Dribbble"
	case "crunchbase.com":
		return "Crunchbase"
	case "wechat.com":
		return "WeChat"
	case "kakao.com":
		return "KakaoTalk"
	}
	return ""
}
