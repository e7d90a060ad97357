" Vim compiler file
" Compiler: pkt, the tools of packetdrill scripts (.pkt)

if exists("current_compiler")
  finish
endif
let current_compiler = "pkt"

let s:cpo_save = &cpo
set cpo&vim

CompilerSet makeprg=pkt\ lint\ %:S
" A message, then lines of the script, which stand in the window already; of a
" failed run, what was expected, what came and what differs.
CompilerSet errorformat=
      \%-G%*\\d\ passed%.%#,
      \%-G%*\\d\ finding%.%#,
      \%-Gpkt:\ %.%#,
      \%A%f:%l:%c:\ %t%*[a-z]:\ %m,
      \%+C%*\\s%\\%%(expected%\\\|actual%\\\|differs%\\\|hint:%\\)%.%#,
      \%-C%.%#

let &cpo = s:cpo_save
unlet s:cpo_save
