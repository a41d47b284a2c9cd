package lua

// Walk calls visit for every node below n, n included, each before those inside it, in the order of
// the text. Where visit returns false the nodes inside are passed over. A name that a local
// declares is no node. Walk uses no deep stack: a sum may have as many terms as a text has bytes.
func Walk(n Node, visit func(Node) bool) {
	stack := []Node{n}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !visit(n) {
			continue
		}
		mark := len(stack)
		stack = appendChildren(stack, n)
		for i, j := mark, len(stack)-1; i < j; i, j = i+1, j-1 {
			stack[i], stack[j] = stack[j], stack[i]
		}
	}
}

func appendChildren(list []Node, n Node) []Node {
	exprs := func(es []Expr) {
		for _, e := range es {
			list = append(list, e)
		}
	}
	switch n := n.(type) {
	case *Block:
		for _, s := range n.Stmts {
			list = append(list, s)
		}
	case *LocalStmt:
		exprs(n.Values)
	case *Assign:
		exprs(n.Targets)
		exprs(n.Values)
	case *CallStmt:
		list = append(list, n.Call)
	case *Do:
		list = append(list, n.Body)
	case *While:
		list = append(list, n.Cond, n.Body)
	case *Repeat:
		list = append(list, n.Body, n.Cond)
	case *If:
		for _, c := range n.Clauses {
			if c.Cond != nil {
				list = append(list, c.Cond)
			}
			list = append(list, c.Body)
		}
	case *NumericFor:
		list = append(list, n.From, n.To)
		if n.Step != nil {
			list = append(list, n.Step)
		}
		list = append(list, n.Body)
	case *GenericFor:
		exprs(n.Values)
		list = append(list, n.Body)
	case *FunctionStmt:
		list = append(list, n.Target, n.Func)
	case *LocalFunction:
		list = append(list, n.Func)
	case *Return:
		exprs(n.Values)
	case *Index:
		list = append(list, n.X, n.Key)
	case *Call:
		list = append(list, n.Fn)
		if n.Method != nil {
			list = append(list, n.Method)
		}
		exprs(n.Args)
	case *Function:
		list = append(list, n.Body)
	case *Binary:
		list = append(list, n.X, n.Y)
	case *Unary:
		list = append(list, n.X)
	case *Table:
		for _, f := range n.Fields {
			if f.Key != nil {
				list = append(list, f.Key)
			}
			list = append(list, f.Value)
		}
	case *Paren:
		list = append(list, n.X)
	}
	return list
}
