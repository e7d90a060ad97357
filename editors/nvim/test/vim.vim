" Tests of the plugin in Vim: vim -e -s -N -u NONE -i NONE -S vim.vim
" The result is written to ~/vim.log.
set nocompatible noswapfile
let s:plugin = expand("<sfile>:p:h:h")
let &runtimepath = s:plugin . "," . &runtimepath
filetype plugin on
syntax on

let s:script = [
      \ "// A server accepts a connection.",
      \ "    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3",
      \ "   +0 bind(3, ..., ...) = 0",
      \ "   +0 listen(3, 1) = 0",
      \ "  +.1 < S 0:0(0) win 32792 <mss 1000,sackOk,nop,nop>",
      \ "   +0 > S. 0:0(0) ack 1 <mss 1460,nop,nop,sackOK>",
      \ ]

function s:Open(name, lines) abort
  let l:path = $HOME . "/" . a:name
  call writefile(a:lines, l:path)
  execute "silent edit! " . fnameescape(l:path)
endfunction

function s:Group(pattern) abort
  call cursor(1, 1)
  call assert_true(search(a:pattern, "cW") > 0, a:pattern)
  return synIDattr(synID(line("."), col("."), 1), "name")
endfunction

function s:TestColours() abort
  call s:Open("colours.pkt", s:script)
  call assert_equal("pkt", &filetype)
  call assert_equal("pktConstant", s:Group("SOCK_STREAM"))
  call assert_equal("pktCall", s:Group("socket("))
  call assert_equal("pktTime", s:Group("+\\.1"))
endfunction

function s:TestMake() abort
  call s:Open("make.pkt", s:script)
  silent make
  let l:list = getqflist()
  call assert_equal(1, len(l:list), string(l:list))
  call assert_equal([5, 38], [get(l:list, 0, {})->get("lnum"), get(l:list, 0, {})->get("col")])
endfunction

function s:TestFormat() abort
  call s:Open("format.pkt", map(copy(s:script), 'substitute(v:val, "^ *+0", "+0  ", "")'))
  PktFmt
  call assert_equal(s:script, getline(1, "$"))
endfunction

function s:TestRun() abort
  call s:Open("run.pkt", map(copy(s:script), 'substitute(v:val, "sackOk", "sackOK", "")')->map('substitute(v:val, "1460", "1461", "")'))
  silent PktRun
  let l:list = getqflist()
  call assert_equal(1, len(l:list), string(l:list))
  call assert_match("actual .*mss 1460", get(l:list, 0, {})->get("text"))
endfunction

function s:TestAccept() abort
  let l:good = map(copy(s:script), 'substitute(v:val, "sackOk", "sackOK", "")')
  call s:Open("accept.pkt", map(copy(l:good), 'substitute(v:val, "1460", "1461", "")'))
  silent PktAccept
  call assert_equal(l:good, getline(1, "$"))
endfunction

let s:log = []
for s:name in ["Colours", "Make", "Format", "Run", "Accept"]
  let v:errors = []
  try
    call s:Test{s:name}()
  catch
    call add(v:errors, v:exception . " at " . v:throwpoint)
  endtry
  call add(s:log, (empty(v:errors) ? "ok   " : "FAIL ") . "Vim: " . s:name)
  let s:failed = get(s:, "failed", 0) || !empty(v:errors)
  call extend(s:log, v:errors)
endfor
call writefile(s:log, $HOME . "/vim.log")
execute s:failed ? "cquit!" : "qall!"
