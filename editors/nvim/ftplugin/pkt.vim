" Vim filetype plugin
" Language: packetdrill (.pkt)

if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=s1:/*,mb:*,ex:*/,://
setlocal commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab
" Flags, definitions and options are words as a whole.
setlocal iskeyword=@,48-57,_
let b:undo_ftplugin = "setlocal comments< commentstring< formatoptions< expandtab< iskeyword< makeprg< errorformat<"

if exists(":CompilerSet") != 2 && !exists("current_compiler")
  compiler pkt
endif

" Neovim has these with diagnostics and without leaving the window, from
" lua/pkt; Vim runs them in the foreground.
if !has("nvim")
  command! -buffer -nargs=* -complete=file PktRun
        \ call s:Make("run", <q-args>)
  command! -buffer -nargs=* PktAccept
        \ call s:Make("run --accept", <q-args>)
  command! -buffer PktFmt call s:Format()
  let b:undo_ftplugin .= " | delcommand -buffer PktRun | delcommand -buffer PktAccept | delcommand -buffer PktFmt"
endif

if !has("nvim") && !exists("*s:Make")
  function s:Make(command, arguments) abort
    let l:makeprg = &l:makeprg
    try
      update
      let &l:makeprg = "pkt " . a:command . " " . escape(a:arguments, "|%#") . " -- %:S"
      make!
      if a:command =~# "accept"
        silent edit
      endif
    finally
      let &l:makeprg = l:makeprg
    endtry
  endfunction

  function s:Format() abort
    let l:before = getline(1, "$")
    let l:after = systemlist("pkt fmt -", l:before)
    if v:shell_error
      echohl ErrorMsg
      echomsg join(l:after, " ")
      echohl None
    elseif l:after != l:before
      let l:view = winsaveview()
      call setline(1, l:after)
      if len(l:before) > len(l:after)
        execute "silent " . (len(l:after) + 1) . ",$delete _"
      endif
      call winrestview(l:view)
    endif
  endfunction
endif
