-- The configuration that vim.lsp.enable("pkt") of Neovim 0.11 reads.
return require("pkt.client").configuration()
