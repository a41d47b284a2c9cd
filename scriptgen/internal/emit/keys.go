package emit

// This file prints keys.go.

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

func keysPage(set *contract.Set, opts Options) page {
	p := page{
		name:   "keys.go",
		pkg:    opts.Package,
		source: "the scripts in " + opts.Scripts,
	}
	for _, k := range set.Keys {
		p.decls = append(p.decls, keyFunc(k))
	}
	return p
}

// keyFunc prints the constructor of a key.
//
//	// LinkKey returns the key link:{<uid>}:<pod:int>, a hash.
//	// A value that would break the key is refused with a [*luascript.KeyError].
//	func LinkKey(uid string, pod int) (string, error) {
//		if err := luascript.CheckPart("uid", uid, "}"); err != nil {
//			return "", err
//		}
//		return "link:{" + uid + "}:" + strconv.Itoa(pod), nil
//	}
func keyFunc(k *contract.KeyFunc) decl {
	params := map[string]*contract.Param{}
	var body []jen.Code
	for _, p := range k.Params {
		params[p.Name] = p
		if check := keyCheck(k.Pattern, p); check != nil {
			body = append(body, check)
		}
	}
	body = append(body, jen.Return(concat(k.Pattern, params), jen.Nil()))
	return decl{keyDoc(k), jen.
		Func().Id(k.Name).Params(keyInputs(k.Params)...).Params(jen.String(), jen.Error()).Block(body...)}
}

// keyInputs prints the parameters of a constructor, neighbours of one type together: uid, service string.
func keyInputs(params []*contract.Param) []jen.Code {
	var inputs, names []jen.Code
	for i, p := range params {
		names = append(names, jen.Id(p.Local))
		if i+1 < len(params) && params[i+1].Type.Kind == p.Type.Kind && params[i+1].Type.GoName == p.Type.GoName {
			continue
		}
		inputs = append(inputs, jen.List(names...).Add(goType(p.Type)))
		names = nil
	}
	return inputs
}

// keyDoc is the doc comment of a key's constructor.
func keyDoc(k *contract.KeyFunc) string {
	doc := k.Name + " returns the key " + k.Pattern.Text
	if redis := redisType(k); redis != "" {
		doc += ", a " + redis
	}
	if k.Doc != "" {
		doc += ": " + oneLine(k.Doc)
	}
	doc += "."
	for _, p := range k.Params {
		if keyCheck(k.Pattern, p) != nil {
			return doc + "\nA value that would break the key is refused with a [*luascript.KeyError]."
		}
	}
	return doc + "\nThe error is always nil."
}

// redisType is the Redis type of the keys that share the constructor, if one of them gives it.
func redisType(k *contract.KeyFunc) string {
	for _, key := range k.Keys {
		if key.Type != "" {
			return key.Type
		}
	}
	return ""
}

// keyCheck prints the refusal of a value that the pattern could not be read back with, or nil: a number
// in decimal is never one.
func keyCheck(pattern *contract.Pattern, p *contract.Param) jen.Code {
	switch p.Type.Kind {
	case contract.String:
		return partCheck(p, forbidden(pattern, p.Name))
	case contract.Enum:
		return enumCheck(p)
	default:
		return nil
	}
}

// partCheck prints the check of a text.
//
//	if err := luascript.CheckPart("uid", uid, ":}"); err != nil {
//		return "", err
//	}
func partCheck(p *contract.Param, forbidden string) *jen.Statement {
	check := jen.Qual(luascript, "CheckPart").Call(jen.Lit(p.Name), jen.Id(p.Local), jen.Lit(forbidden))
	return jen.If(jen.Err().Op(":=").Add(check), jen.Err().Op("!=").Nil()).Block(
		jen.Return(jen.Lit(""), jen.Err()),
	)
}

// enumCheck prints the check of an enum.
//
//	switch region {
//	case ShardRegionEU, ShardRegionUS:
//	default:
//		return "", &luascript.KeyError{Param: "region", Value: string(region), Reason: "is not one of eu, us"}
//	}
func enumCheck(p *contract.Param) *jen.Statement {
	var values []jen.Code
	var wire []string
	for _, v := range p.Type.Values {
		values = append(values, jen.Id(v.Go))
		wire = append(wire, v.Wire)
	}
	keyError := jen.Op("&").Qual(luascript, "KeyError").Values(
		jen.Id("Param").Op(":").Lit(p.Name),
		jen.Id("Value").Op(":").String().Call(jen.Id(p.Local)),
		jen.Id("Reason").Op(":").Lit("is not one of "+strings.Join(wire, ", ")),
	)
	return jen.Switch(jen.Id(p.Local)).Block(
		jen.Case(values...),
		jen.Default().Block(jen.Return(jen.Lit(""), keyError)),
	)
}

// forbidden joins the bytes that a placeholder's value must not contain at any of its places.
func forbidden(pattern *contract.Pattern, name string) string {
	var all []byte
	seen := [256]bool{}
	for _, part := range pattern.Parts {
		if part.Name != name {
			continue
		}
		for _, b := range []byte(part.Forbidden) {
			if !seen[b] {
				seen[b] = true
				all = append(all, b)
			}
		}
	}
	return string(all)
}

// concat prints the key: "link:{" + uid + "}:" + strconv.Itoa(pod).
func concat(pattern *contract.Pattern, params map[string]*contract.Param) *jen.Statement {
	expr := jen.Null()
	for i, part := range pattern.Parts {
		if i > 0 {
			expr.Op("+")
		}
		if part.IsPlaceholder() {
			expr.Add(asText(params[part.Name]))
		} else {
			expr.Add(jen.Lit(part.Literal))
		}
	}
	return expr
}

// asText prints a parameter as a string: uid, strconv.Itoa(pod), string(kind).
func asText(p *contract.Param) *jen.Statement {
	name := jen.Id(p.Local)
	switch p.Type.Kind {
	case contract.Int:
		return jen.Qual("strconv", "Itoa").Call(name)
	case contract.Int64:
		return jen.Qual("strconv", "FormatInt").Call(name, jen.Lit(10))
	case contract.Uint64:
		return jen.Qual("strconv", "FormatUint").Call(name, jen.Lit(10))
	case contract.Enum:
		return jen.String().Call(name)
	default:
		return name
	}
}
