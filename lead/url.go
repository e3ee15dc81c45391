package lead

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// SendURL is the address as it goes out: a bare host gains "https://", all else
// is as typed without the spaces around it.
func SendURL(typed string) string {
	typed = strings.TrimSpace(typed)
	if scheme(typed) == "" && strings.Contains(bareHost(typed), ".") {
		return "https://" + typed
	}
	return typed
}

// URLHost is the lower-case host of a typed address, without port; "" when it
// has none. The scheme may be missing.
func URLHost(typed string) string {
	u, err := url.Parse(SendURL(typed))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

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
	case s == "":
		return example
	case s == "mailto", strings.Contains(bareHost(typed), "@"):
		return "this is a mail address; a web address is like https://example.com"
	case s != "http" && s != "https":
		return "only web addresses, http or https"
	}
	u, err := url.Parse(sent)
	if err != nil || u.Opaque != "" || u.Hostname() == "" {
		return example
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return ""
	}
	return hostFault(strings.TrimSuffix(u.Hostname(), "."), example)
}

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
		_, host, _ = strings.Cut(host, ".")
	}
	return "Website"
}

// hostType is the network that a host belongs to, "" for none.
func hostType(host string) string {
	switch host {
	case "linkedin.com", "lnkd.in":
		return "LinkedIn"
	case "x.com", "twitter.com", "t.co":
		return "X"
	case "facebook.com", "fb.com", "fb.me", "messenger.com", "m.me":
		return "Facebook"
	case "instagram.com", "instagr.am":
		return "Instagram"
	case "youtube.com", "youtu.be":
		return "YouTube"
	case "whatsapp.com", "wa.me":
		return "WhatsApp"
	case "t.me", "telegram.me", "telegram.org":
		return "Telegram"
	case "threads.net", "threads.com":
		return "Threads"
	case "weibo.com", "weibo.cn":
		return "Weibo"
	case "mastodon.social", "mastodon.online", "fosstodon.org", "hachyderm.io":
		return "Mastodon"
	case "discord.gg", "discord.com":
		return "Discord"
	case "line.me":
		return "LINE"
	case "xing.com":
		return "XING"
	case "vk.com":
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
	case "bsky.app":
		return "Bluesky"
	case "pinterest.com":
		return "Pinterest"
	case "reddit.com":
		return "Reddit"
	case "snapchat.com":
		return "Snapchat"
	case "vimeo.com":
		return "Vimeo"
	case "medium.com":
		return "Medium"
	case "behance.net":
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
