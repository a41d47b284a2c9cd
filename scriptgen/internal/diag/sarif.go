package diag

// This file has the part of SARIF 2.1.0 that scriptgen speaks. Section numbers are those of the
// standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.

import (
	"io"
	"net/url"
	"path/filepath"
	"slices"
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"` // 3.14.17
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription *sarifMessage `json:"shortDescription,omitempty"`
		Help             *sarifHelp    `json:"help,omitempty"`
	}
	sarifHelp struct { // 3.12: a viewer that knows no Markdown shows the text
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID           string          `json:"ruleId"`
		RuleIndex        *int            `json:"ruleIndex,omitempty"`
		Level            string          `json:"level"` // 3.27.10
		Message          sarifMessage    `json:"message"`
		Locations        []sarifLocation `json:"locations,omitempty"`
		RelatedLocations []sarifLocation `json:"relatedLocations,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical `json:"physicalLocation"`
		Message          *sarifMessage `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct { // 3.30: columns from 1, the end column just behind the last character
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// printSARIF writes one log of one run.
func printSARIF(w io.Writer, findings []Diagnostic, opts Options) error {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name:           "scriptgen",
			Version:        opts.Version,
			InformationURI: "https://github.com/scriptbind/scriptbind",
			Rules:          []sarifRule{},
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, r := range opts.Rules {
		rule := sarifRule{ID: r.ID}
		if r.Summary != "" {
			rule.ShortDescription = &sarifMessage{r.Summary}
		}
		if r.Help != "" {
			rule.Help = &sarifHelp{Text: r.Help, Markdown: r.Help}
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	for _, d := range findings {
		run.Results = append(run.Results, sarifResultOf(d, opts))
	}
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func sarifResultOf(d Diagnostic, opts Options) sarifResult {
	result := sarifResult{RuleID: d.Check, Level: "error", Message: sarifMessage{d.Message}}
	if d.Severity == Advice {
		result.Level = "note"
	}
	if d.Hint != "" {
		result.Message.Text += "\n" + d.Hint
	}
	if i := slices.IndexFunc(opts.Rules, func(r Rule) bool { return r.ID == d.Check }); i >= 0 {
		result.RuleIndex = &i
	}
	if d.Span.IsValid() {
		result.Locations = []sarifLocation{{PhysicalLocation: sarifPhysicalOf(opts.hosted(d.Span))}}
	}
	for _, r := range d.Related {
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{sarifPhysicalOf(opts.hosted(r.Span)), &sarifMessage{r.Message}})
	}
	return result
}

// sarifPhysicalOf returns a place. A relative name stays relative: services resolve it against the root
// of the repository.
func sarifPhysicalOf(p place) sarifPhysical {
	uri := url.URL{Path: p.File}
	if filepath.IsAbs(p.File) {
		uri.Scheme = "file"
	}
	return sarifPhysical{
		ArtifactLocation: sarifArtifact{uri.String()},
		Region:           sarifRegion{p.Line, p.Col, p.EndLine, p.EndCol},
	}
}
