autocmd BufNewFile,BufRead *.pkt setfiletype pkt
