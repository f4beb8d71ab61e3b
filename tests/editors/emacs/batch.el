;;; batch.el --- the server in a real Emacs, without a terminal  -*- lexical-binding: t -*-
;;
;; Started by `run', which makes the folder $WORK: notes/ with answers, init.el and settings.el as documented.

(require 'package)
(package-initialize)
(require 'eglot)
(require 'yasnippet)
(require 'markdown-mode)
(require 'cl-lib)

(defvar work (getenv "WORK"))
(setq user-emacs-directory work
      make-backup-files nil
      create-lockfiles nil
      eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 10)
(load (concat work "/init.el") nil t)
(load (concat work "/settings.el") nil t)

(defvar passed 0)
(defvar failed 0)
(defun say (format &rest arguments)          ; `message' would go to standard error
  (princ (concat (apply #'format format arguments) "\n")))
(defmacro check (title &rest body)
  (declare (indent 1))
  `(condition-case problem
       (progn ,@body (cl-incf passed) (say "ok   emacs: %s" ,title))
     (error (cl-incf failed) (say "FAIL emacs: %s: %S" ,title problem))))
(defmacro wait-for (form)
  "Wait until FORM is non-nil and give its value; the server's messages are read meanwhile."
  `(let ((end (+ (float-time) 10)) value)
     (while (not (or (setq value ,form) (> (float-time) end)))
       (accept-process-output nil 0.05))
     (or value (error "Not in time: %S" ',form))))
(defun go-to (line column)
  (goto-char (point-min))
  (forward-line (1- line))
  (forward-char (1- column)))
(defun text () (buffer-substring-no-properties (point-min) (point-max)))
(defun has (part text)
  (or (string-search part text) (error "No %S in %S" part text)))
(defun visit (name)
  (find-file (concat work "/notes/answers/" name))
  (yas-minor-mode 1)                          ; Eglot says that it has snippets only when this is on
  ;; `eglot-ensure' waits for a command loop, which --batch has not.
  (unless (eglot-current-server) (call-interactively #'eglot))
  (unless eglot--managed-mode (eglot--maybe-activate-editing-mode)))
(defun hover ()
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (wait-for shown)
    (substring-no-properties shown)))

(check "the documented hook and program are in force"
  (cl-assert (memq #'eglot-ensure markdown-mode-hook) t)
  (cl-assert (equal (cdr (assoc '(markdown-mode gfm-mode) eglot-server-programs)) '("tradeoff" "lsp")) t))

(visit "0641-microservices.md")

(check "findings"
  (let ((found (wait-for (progn (flymake-start) (flymake-diagnostics)))))
    (has "this section never weighs consistency" (flymake-diagnostic-text (car found)))
    (go-to 5 1)
    (cl-assert (= (point) (flymake-diagnostic-beg (car found))) t)))

(check "hover"
  (go-to 5 5)
  (has "consistency" (hover)))

(check "a fix is applied"
  (let* ((actions (eglot-code-actions (point) (1+ (point))))
         (action (cl-find-if (lambda (a) (string-search "Consistency" (plist-get a :title))) actions)))
    (or action (error "No such action: %S" actions))
    (eglot--apply-workspace-edit (plist-get action :edit)))
  (has "### Consistency" (text)))

(check "the documented settings hold"
  ;; With `terms' a sheet's key points are named without what is said about them.
  (visit "0540-effectively-once.md")
  (wait-for (progn (flymake-start) (flymake-diagnostics)))
  (go-to 1 4)
  (let ((terms (hover)))
    (setq-default eglot-workspace-configuration '(:tradeoff (:hints "full")))
    (eglot-signal-didChangeConfiguration (eglot-current-server))
    (wait-for (> (length (hover)) (+ 100 (length terms))))))

(check "completion with stops"
  (visit "0501-raft.md")
  (insert "# 501. Raft\n\n")
  (pcase-let* ((`(,begin ,end ,table . ,more) (eglot-completion-at-point))
               (items (all-completions (buffer-substring-no-properties begin end) table))
               (item (car items)))
    (or item (error "No items"))
    ;; What accepting an item does: the text goes in, then the exit function expands it.
    (delete-region begin end)
    (insert item)
    (funcall (plist-get more :exit-function) item 'finished))
  (insert "the first stop")
  (yas-next-field)
  (insert "the second stop")
  (cl-assert (string-match "What problem it solves[^#]*the first stop[^#]*## The parts[^#]*the second stop" (text)) t))

(check "going to a question's sheet"
  (go-to 1 1)
  (forward-line 1)
  (insert "\nSee Q526.\n")
  (go-to 3 6)
  ;; Otherwise sent when Emacs is idle.
  (eglot--signal-textDocument/didChange)
  (xref-find-definitions (xref-backend-identifier-at-point (xref-find-backend)))
  (wait-for (string-match "0526" (buffer-name)))
  (has "## Cover" (text))
  (find-file (concat work "/notes/answers/0501-raft.md")))

(check "the server stops"
  (eglot-shutdown (eglot-current-server))
  (cl-assert (null (eglot-current-server))))

(say "%d passed, %d failed" passed failed)
(dolist (buffer (buffer-list))
  (with-current-buffer buffer (set-buffer-modified-p nil)))
(kill-emacs (if (zerop failed) 0 1))
