package lang
import ("testing";"os";"fmt";"github.com/pktlang/pkt/lang/source")
func TestShow(t *testing.T){
 b,_:=os.ReadFile(os.Getenv("SHOW")); if len(b)==0 {t.Skip("x")}
 f:=source.NewFile("x",string(b))
 for _,d:=range Parse(f,nil).Diagnostics(){ p:=f.Position(d.Range.Start);e:=f.Position(d.Range.End); fmt.Printf("%d:%d-%d %v %s [%s] %v\n   %s\n",p.Line,p.Column,e.Column,d.Severity,d.Message,d.Code,d.Label,f.LineText(p.Line)); for _,x:=range d.Fixes{fmt.Println("     fix:",x.Title,x.Edits)}}
}
