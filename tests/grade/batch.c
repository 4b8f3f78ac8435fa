/* Batches: the same records however they come about, and nothing that a submission can spoil. */
#include "shell.h"

#include "grade/random.h"

#include <archive.h>
#include <archive_entry.h>
#include <signal.h>
#include <time.h>

TestSuite(batch, .init = open_folder, .fini = close_folder, .timeout = 120);

/* Five students: right, plain sum, does not compile, crash, forks; and sheets of answers. */
static void make_submissions(void)
{
    RUNS("mkdir -p $D/S && cd $D/S && for s in ada bob cyd dan eve; do mkdir $s;\n"
         "printf 'blue = 10\\nviolet = 10\\ncyan = 10\\n' > $s/fc_by_hand.txt; done\n"
         "P='void fc_input_gradient(double *dp, const double *dy, const double *z, const "
         "double *w, "
         "int FC, int POOL)'\n"
         "L='for (int i = 0; i < FC; i++) for (int j = 0; j < POOL; j++)'\n"
         "echo \"$P { $L dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0; }\" > "
         "ada/fc_input_gradient.c\n"
         "echo \"$P { $L dp[j] += z[i] > 0 ? dy[i] : 0; }\" > bob/fc_input_gradient.c\n"
         "echo \"$P { nonsense }\" > cyd/fc_input_gradient.c\n"
         "echo \"$P { *(volatile double *)0 = 1; }\" > dan/fc_input_gradient.c\n"
         "echo \"int fork(void); $P { for (;;) fork(); }\" > eve/fc_input_gradient.c\n");
}

Test(batch, one_job_or_three_the_same_bytes)
{
    make_submissions();
    RUNS("build/grade batch $D/S --out $D/G1 --secret s --jobs 1");
    SAYS("10 submissions: 10 graded");
    RUNS("build/grade batch $D/S --out $D/G3 --secret s --jobs 3");
    RUNS("diff -r $D/G1 $D/G3");
    RUNS("grep -h '\"verdict\"' $D/G1/records/fc_input_gradient/*.json");
    SAYS("passed");
    SAYS("wrong");
    SAYS("does not compile");
    SAYS("crashed");
    SAYS("integrity suspect");
    DOES_NOT_SAY("grader error");
    RUNS("grep -l plain_sum $D/G1/records/fc_input_gradient/bob.json");
    RUNS("test -z \"$(ls $D/tmp)\" # no private folder is left");
}

Test(batch, a_second_run_grades_nothing_and_a_changed_file_is_graded)
{
    make_submissions();
    RUNS("build/grade batch $D/S --out $D/G --secret s --exercise fc_by_hand");
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_by_hand");
    SAYS("0 graded, 5 had their record already");
    RUNS("printf 'blue = 4\\nviolet = -1\\ncyan = 14\\n' > $D/S/bob/fc_by_hand.txt");
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_by_hand");
    SAYS("1 graded, 4 had");
    ENDS(2, "build/grade batch $D/S --out $D/G --secret other");
    SAYS("another secret");
}

Test(batch, kill_9_and_start_again)
{
    make_submissions();
    RUNS("build/grade batch $D/S --out $D/whole --secret s --jobs 1 --exercise "
         "fc_input_gradient");
    RUNS("build/grade batch $D/S --out $D/G --secret s --jobs 1 --exercise fc_input_gradient & "
         "P=$!\n"
         "while [ -z \"$(ls $D/G/records/fc_input_gradient/*.json 2>/dev/null)\" ]; do sleep "
         "0.01; "
         "done\n"
         "kill -9 $P; wait $P; sleep 0.3; ls $D/G/records/fc_input_gradient | wc -l > $D/done");
    RUNS("test $(cat $D/done) -lt 5 # it was killed in the middle");
    RUNS("build/grade batch $D/S --out $D/G --jobs 1 --exercise fc_input_gradient");
    DOES_NOT_SAY(" 0 had their record already");
    RUNS("diff -r $D/whole $D/G # with nothing half-written in it");
    RUNS("test -z \"$(ls $D/tmp)\" # nor is one of the killed run left");
}

/* What a killed batch was writing goes; what another shard is writing this moment stays. */
Test(batch, what_a_killed_writer_left_is_swept)
{
    make_submissions();
    RUNS(
        "R=$D/G/records/fc_by_hand; mkdir -p $R && echo x > $R/ada.json.1.new && "
        "echo x > $D/G/secret.1.new && echo x > $R/bob.json.2.new && exec 9> $R/bob.json.2.new "
        "&& flock 9 && build/grade batch $D/S --out $D/G --exercise fc_by_hand 9>&- && "
        "find $D/G -name '*.new'");
    SAYS("fc_by_hand/bob.json.2.new");
    DOES_NOT_SAY("json.1.new");
    DOES_NOT_SAY("secret.1.new");
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_by_hand && find $D/G -name '*.new'");
    DOES_NOT_SAY(".new");
}

Test(batch, two_that_begin_together_draw_from_one_secret)
{
    make_submissions();
    RUNS("for k in 1 2 3 4; do build/grade batch $D/S --out $D/G --shard $k/4 --exercise "
         "fc_input_gradient & done; wait");
    RUNS("build/grade batch $D/S --out $D/one --secret $(cat $D/G/secret) --exercise "
         "fc_input_gradient && diff -r $D/G/records $D/one/records");
}

Test(batch, kill_9_leaves_no_program_running)
{
    make_submissions();
    RUNS("cd $D/S && rm -r bob cyd dan eve && sed 's/{/{ for (;;) continue;/' -i "
         "ada/*.c");
    RUNS("build/grade batch $D/S --out $D/G --secret s --exercise fc_input_gradient & P=$!\n"
         "N=0; until pgrep -f \"^bwrap.*$D/tmp.*/program /program\" > $D/found || [ $N -gt "
         "3000 ]; do "
         "N=$((N + 1)); sleep 0.01; done; kill -9 $P; wait $P; sleep 0.5; test -s $D/found");
    RUNS("! pgrep -f \"^bwrap.*$D/tmp\"");
}

/* Kills a batch, and its workers or not, after a random time: at some of these moments a sandbox
 * is half made. */
static void kill_at_some_moment(uint64_t *random, int k)
{
    char out[300], submissions[300];
    snprintf(out, sizeof out, "%s/K%d", here, k);
    snprintf(submissions, sizeof submissions, "%s/S", here);
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(1);
        execl("build/grade", "grade", "batch", submissions, "--out", out, "--secret", "s",
              "--jobs", "2", NULL);
        _exit(127);
    }
    struct timespec wait = {.tv_nsec = (long)draw_number(random, 0, 120e6, 1)};
    nanosleep(&wait, NULL);
    kill(k % 3 ? pid : -pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static uint64_t wish(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

Test(batch, kill_9_at_any_moment_leaves_nothing)
{
    uint64_t seed = wish("SEED", (uint64_t)time(NULL));
    const int kills = (int)wish("KILLS", 40);
    cr_log_info("SEED=%llu", (unsigned long long)seed);
    make_submissions();
    for (int k = 0; k < kills; k++) kill_at_some_moment(&seed, k);
    RUNS("N=0; while pgrep -f \"^bwrap.*$D/tmp\" > $D/left && [ $N -lt 100 ]; do sleep 0.02; "
         "N=$((N + 1)); done; test ! -s $D/left");
    RUNS("build/grade check fc_by_hand $D/S/bob/fc_by_hand.txt; test -z \"$(ls $D/tmp)\"");
}

Test(batch, shards_together_are_the_whole)
{
    make_submissions();
    RUNS("rm $D/S/*/fc_input_gradient.c; build/grade batch $D/S --out $D/whole --secret s");
    RUNS("for k in 1 2 3; do build/grade batch $D/S --out $D/shard$k --secret s --shard $k/3 "
         "|| exit 1; done");
    RUNS("build/grade merge $D/shard1 $D/shard2 $D/shard3 --out $D/all");
    SAYS("5 records merged from 3 folders, 0 conflicts");
    RUNS("diff -r $D/whole $D/all");
    RUNS("build/grade merge $D/shard1 $D/shard2 $D/shard3 --out $D/all");
    SAYS("0 records merged");
    RUNS("sed -i 's/wrong/passed/' $D/shard?/records/fc_by_hand/ada.json");
    ENDS(1, "build/grade merge $D/shard1 $D/shard2 $D/shard3 --out $D/all");
    SAYS("ada.json differs");
    SAYS("stays");
    SAYS("merge into a new folder");
    ENDS(1, "build/grade merge $D/shard1 $D/shard3 --out $D/part");
    SAYS("shard 2/3 is missing, or was not finished");
    ENDS(2, "build/grade batch $D/S --out $D/x --shard 4/3");
}

/* A shard that was graded again after the grader had failed; and one where it fails again. */
Test(batch, merge_prefers_a_record_of_a_grader_that_was_well)
{
    make_submissions();
    RUNS("build/grade batch $D/S --out $D/good --secret s --exercise fc_by_hand && "
         "cp -r $D/good $D/bad && sed -i 's/\"wrong\"/\"grader error\"/' "
         "$D/bad/records/fc_by_hand/ada.json");
    RUNS("build/grade merge $D/bad --out $D/all && build/grade merge $D/good --out $D/all");
    SAYS("1 records merged from 1 folders, 0 conflicts");
    RUNS("build/grade merge $D/bad --out $D/all && diff -r $D/good/records $D/all/records");
    ENDS(2, "build/grade merge $D/good --too $D/x");
}

Test(batch, replay_shows_the_cases_that_were_asked)
{
    ENDS(2, "build/grade replay ada fc_input_gradient --grades $D");
    SAYS("there is no secret");
    RUNS("test ! -e $D/secret");
    RUNS("build/grade replay ada fc_input_gradient --secret s > $D/a && build/grade replay ada "
         "fc_input_gradient --secret s > $D/b && cmp $D/a $D/b && test $(grep -c right: $D/a) "
         "-eq 18");
    RUNS("build/grade replay bob fc_input_gradient --secret s > $D/b && ! cmp -s $D/a $D/b");
    make_submissions();
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_input_gradient");
    RUNS("for s in ada bob cyd dan eve; do build/grade replay $s fc_input_gradient "
         "$D/S/$s/fc_input_gradient.c --grades $D/G --json | "
         "cmp - $D/G/records/fc_input_gradient/$s.json || exit 1; done");
    RUNS("build/grade replay Ada fc_input_gradient --grades $D/G");
    SAYS("has no record of this student");
}

Test(batch, names_that_bite)
{
    make_submissions();
    RUNS("cd $D/S && rm */*.c && cp -r bob ./-rf && cp -r bob \"$(printf 'new\\nline')\" && "
         "cp -r bob \"$(printf 'bad\\377')\" && cp -r bob '=HYPERLINK(\"x\")' && cp -r bob "
         "'$(reboot)' && "
         "cp -r bob \"$(printf 'right\\342\\200\\256left')\" && cp -r bob ' ' && cp -r bob "
         "'%2E'");
    RUNS("build/grade batch $D/S --out $D/G --secret s");
    SAYS("13 submissions: 13 graded");
    RUNS("test $(ls $D/G/records/fc_by_hand | wc -l) -eq 13");
    RUNS("! ls $D/G/records/fc_by_hand | grep -q '[^A-Za-z0-9._%-]'");
}

Test(batch, a_file_and_a_folder_of_one_student)
{
    make_submissions();
    RUNS("cp $D/S/bob/fc_by_hand.txt $D/S/ada.txt && echo 'blue = 4' > $D/S/fay.txt");
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_by_hand");
    SAYS("6 submissions: 6 graded");
    SAYS("\"ada.txt\" is passed over: there is a folder of that name");
}

Test(batch, nothing_found_is_told)
{
    RUNS("mkdir -p $D/S/ada/src && echo 'blue = 4' > $D/S/ada/src/fc_by_hand.txt");
    ENDS(2, "build/grade batch $D/S --out $D/G");
    SAYS("\"ada\" is passed over: it holds no file of the name that is asked for");
    SAYS("no submission found; expected is STUDENT/EXERCISE.c");
}

/* Resource forks of macOS, in a zip with one folder around everything. */
Test(batch, what_a_desktop_puts_beside_files_is_no_submission)
{
    make_submissions();
    RUNS("mkdir -p $D/z/__MACOSX/S/ada && mv $D/S $D/z && cd $D/z && touch S/.DS_Store && "
         "printf '\\0\\5' | tee S/ada/._x.txt S/._ada.txt __MACOSX/S/._ada > "
         "__MACOSX/S/ada/._fc_by_hand.txt && mv S/ada/fc_by_hand.txt S/ada/mine.txt && "
         "zip -qr ../S.zip S __MACOSX && ls -a S S/ada");
    RUNS("build/grade batch $D/S.zip --out $D/G --exercise fc_by_hand");
    SAYS("5 submissions: 5 graded");
    DOES_NOT_SAY("passed over");
}

Test(batch, texts_of_windows)
{
    RUNS(
        "mkdir -p $D/S/bom $D/S/wide && cd $D/S && R='void fc_input_gradient(double *dp, const "
        "double *dy, const double *z, const double *w, int FC, int POOL) {\r\n for (int i = 0; "
        "i < "
        "FC; i++)\r\n for (int j = 0; j < POOL; j++)\r\n dp[j] += \\\r\n z[i] > 0 ? dy[i] * "
        "w[i "
        "* POOL + j] : 0;\r\n}\r\n'; printf '\\357\\273\\277'\"$R\" > bom/fc_input_gradient.c; "
        "printf \"$R\" | iconv -t UTF-16 > wide/fc_input_gradient.c");
    RUNS("build/grade batch $D/S --out $D/G && build/grade export $D/G --format csv");
    SAYS("\"bom\",\"fc_input_gradient\",10,10,\"passed\"");
    SAYS("\"wide\",\"fc_input_gradient\",0,10,\"does not compile\"");
    SAYS("it is text in UTF-16; save it as UTF-8");
}

Test(batch, what_is_no_plain_file)
{
    RUNS("mkdir -p $D/S && cd $D/S && mkdir link fifo folder big nul empty dangling\n"
         "ln -s /etc/passwd link/fc_by_hand.txt; mkfifo fifo/fc_by_hand.txt\n"
         "mkdir folder/fc_by_hand.txt; truncate -s 2G big/fc_by_hand.txt\n"
         "printf 'blue = 4\\0\\n' > nul/fc_by_hand.txt; : > empty/fc_by_hand.txt\n"
         "ln -s nowhere dangling/fc_by_hand.txt; ln -s /etc linked; ln -s /root/x.txt "
         "rootx.txt");
    RUNS("build/grade batch $D/S --out $D/G --secret s --exercise fc_by_hand --jobs 1");
    SAYS("8 submissions: 8 graded");
    RUNS("build/grade export $D/G --format csv");
    SAYS("\"link\",\"fc_by_hand\",0,3,\"integrity suspect\"");
    SAYS("\"fifo\",\"fc_by_hand\",0,3,\"integrity suspect\"");
    SAYS("\"folder\",\"fc_by_hand\",0,3,\"does not compile\"");
    SAYS("\"big\",\"fc_by_hand\",0,3,\"does not compile\",\"\",\"the file is larger");
    SAYS("\"nul\",\"fc_by_hand\",0,3,\"does not compile\",\"\",\"the file holds a NUL byte");
    SAYS("\"empty\",\"fc_by_hand\",0,3,\"wrong\"");
    SAYS("\"rootx\",\"fc_by_hand\",0,3,\"integrity suspect\"");
    DOES_NOT_SAY("root:");
}

/* ---- archives ------------------------------------------------------------------------------- */

static void add_entry(struct archive *a, const char *name, unsigned kind, const char *text)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, name);
    archive_entry_set_filetype(e, kind);
    archive_entry_set_perm(e, 0644);
    if (kind == AE_IFLNK) archive_entry_set_symlink(e, text);
    if (kind == AE_IFREG) archive_entry_set_size(e, (la_int64_t)strlen(text));
    cr_assert_geq(archive_write_header(a, e), ARCHIVE_WARN, "%s", archive_error_string(a));
    if (kind == AE_IFREG) archive_write_data(a, text, strlen(text));
    archive_entry_free(e);
}

static struct archive *new_archive(const char *name, int zip)
{
    struct archive *a = archive_write_new();
    char path[300];
    if (zip)
        archive_write_set_format_zip(a);
    else
        archive_write_set_format_pax_restricted(a);
    snprintf(path, sizeof path, "%s/%s", here, name);
    cr_assert_eq(archive_write_open_filename(a, path), ARCHIVE_OK);
    return a;
}

static const char answers[] = "blue = 4\nviolet = -1\ncyan = 14\n";

Test(batch, archives_stay_in_their_folder)
{
    for (int zip = 0; zip < 2; zip++) {
        struct archive *a = new_archive(zip ? "S.zip" : "S.tar", zip);
        add_entry(a, "./ada/fc_by_hand.txt", AE_IFREG, answers);
        add_entry(a, "bob/fc_by_hand.txt", AE_IFREG, "blue = 10\n");
        add_entry(a, "../outside", AE_IFREG, "x");
        add_entry(a, "cyd/../../outside", AE_IFREG, "x");
        add_entry(a, "/tmp/grade-test-outside", AE_IFREG, "x");
        add_entry(a, "door", AE_IFLNK, "/tmp");
        add_entry(a, "door/grade-test-outside", AE_IFREG, "x");
        add_entry(a, "dan/fc_by_hand.txt", AE_IFLNK, "../ada/fc_by_hand.txt");
        add_entry(a, "a/b/c/d/e/f/g/h", AE_IFREG, "deep");
        archive_write_close(a);
        archive_write_free(a);
        RUNS(zip ? "build/grade batch $D/S.zip --out $D/Gzip --secret s"
                 : "build/grade batch $D/S.tar --out $D/Gtar --secret s");
        SAYS("3 submissions: 3 graded");
        SAYS("entries of the archive have names that lead elsewhere");
    }
    RUNS("diff -r $D/Gzip $D/Gtar");
    RUNS("grep -q '\"passed\"' $D/Gtar/records/fc_by_hand/ada.json");
    RUNS("grep -q 'integrity suspect' $D/Gtar/records/fc_by_hand/dan.json");
    RUNS("test -z \"$(find $D /tmp -maxdepth 2 -name '*outside' 2>/dev/null)\"");
}

/* A tar of a disk where equal files are stored once: the second name is no cheat. */
Test(batch, a_hard_link_in_an_archive_is_the_file_again)
{
    make_submissions();
    RUNS("cd $D && rm -r S/c* S/d* S/e* && ln -f S/bob/fc_by_hand.txt S/ada/fc_by_hand.txt && "
         "tar cf S.tar S && tar tvf S.tar");
    SAYS("link to");
    RUNS("build/grade batch $D/S.tar --out $D/G --secret s && build/grade batch $D/S --out "
         "$D/one --secret s && diff -r $D/G $D/one");
    struct archive *a = new_archive("out.tar", 0);
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, "ada/fc_by_hand.txt");
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_hardlink(e, "../secret");
    archive_write_header(a, e);
    archive_entry_free(e);
    archive_write_close(a);
    archive_write_free(a);
    RUNS("echo 'blue = 4' > $D/secret; build/grade batch $D/out.tar --out $D/G2");
    SAYS("1 integrity suspect");
}

Test(batch, an_archive_that_explodes_is_left_alone)
{
    RUNS("mkdir $D/x && truncate -s 1100M $D/x/fc_by_hand.txt && tar -C $D --zstd -cf "
         "$D/bomb.tar.zst x");
    ENDS(2, "build/grade batch $D/bomb.tar.zst --out $D/G --secret s");
    SAYS("it was left alone");
    RUNS("test -z \"$(ls $D/tmp)\"");
    RUNS("head -c 100 $D/bomb.tar.zst > $D/cut.zip");
    ENDS(2, "build/grade batch $D/cut.zip --out $D/G --secret s");
}

Test(batch, what_is_left_out_of_an_archive_cannot_explode_either)
{
    RUNS("truncate -s 1100M $D/x && tar -P -C $D --transform 's,^,../,' --zstd -cf "
         "$D/bomb.tar.zst x");
    ENDS(2, "build/grade batch $D/bomb.tar.zst --out $D/G --secret s");
    SAYS("it was left alone");
}

/* A submission that cannot be read must not become an empty one. */
Test(batch, a_locked_archive_is_refused)
{
    struct archive *a = archive_write_new();
    char path[300];
    snprintf(path, sizeof path, "%s/S.zip", here);
    archive_write_set_format_zip(a);
    archive_write_set_options(a, "zip:encryption=traditional");
    archive_write_set_passphrase(a, "secret");
    cr_assert_eq(archive_write_open_filename(a, path), ARCHIVE_OK);
    add_entry(a, "ada/fc_by_hand.txt", AE_IFREG, answers);
    archive_write_close(a);
    archive_write_free(a);
    ENDS(2, "build/grade batch $D/S.zip --out $D/G --secret s");
    SAYS("the archive is damaged: Passphrase required");
}

/* Names and layout are changed; the third is another one, and right too. */
Test(batch, similar_looks_into_a_folder_or_an_archive)
{
    RUNS("mkdir -p $D/S/ada $D/S/bob $D/S/cyd && cd $D/S && P='void fc_input_gradient(double "
         "*dp, "
         "const double *dy, const double *z, const double *w, int FC, int POOL)'\n"
         "echo \"$P { int k = 0; while (k < FC) { double g = dy[k]; if (z[k] <= 0) g = 0; for "
         "(int q = "
         "POOL - 1; q >= 0; q--) dp[q] = dp[q] + g * w[q + k * POOL]; k++; } }\" > "
         "ada/fc_input_gradient.c\n"
         "sed 's/\\bk\\b/n/g; s/\\bq\\b/last/g; s/; /;\\n\\t/g' ada/fc_input_gradient.c > "
         "bob/fc_input_gradient.c\n"
         "echo \"$P { double *end = dp + POOL; for (int j = 0; dp != end; dp++, j++) { double "
         "sum = *dp; "
         "switch (FC) { default: for (int i = 0; i < FC; ++i) sum += z[i] > 0 ? w[i * POOL + "
         "j] * dy[i] : "
         "0; } *dp = sum; } }\" > cyd/fc_input_gradient.c");
    RUNS(
        "! cmp -s $D/S/ada/*.c $D/S/bob/*.c && build/grade batch $D/S --out $D/G --secret s && "
        "build/grade similar $D/S --exercise fc_input_gradient > $D/a; cat $D/a");
    SAYS("3 passed");
    SAYS("100 %  ada  bob\n3 submissions, 1 pairs");
    RUNS("cd $D && tar cf S.tar S && cd - && build/grade similar $D/S.tar --exercise "
         "fc_input_gradient > $D/b; cmp $D/a $D/b && test -z \"$(ls $D/tmp)\"");
    ENDS(2, "build/grade similar $D/S --exercise fc_input_gradient --leest 3");
    ENDS(2, "build/grade similar $D/none --exercise fc_input_gradient");
}

/* ---- the sandbox and the user ------------------------------------------------------------------ */

Test(batch, without_a_sandbox_nothing_is_graded)
{
    make_submissions();
    ENDS(3, "G=$PWD/build/grade; PATH=/nowhere $G batch $D/S --out $D/G --secret s");
    SAYS("nothing was graded, because the sandbox cannot start: bwrap");
    RUNS("test ! -e $D/G/records");
    ENDS(3, "G=$PWD/build/grade; PATH=/nowhere $G check fc_input_gradient "
            "$D/S/ada/fc_input_gradient.c");
}

/* Whichever start of a sandbox fails, no other record than the right one stays. */
Test(batch, a_sandbox_that_fails_once_changes_no_record)
{
    make_submissions();
    RUNS("cd $D/S && rm -r ada cyd dan eve && sed -i 's/dy\\[i\\] :/dy[i] * 3 + 100 :/' "
         "bob/*.c");
    RUNS("mkdir $D/bin && cat > $D/bin/bwrap << END\n#!/bin/sh\necho x >> $D/starts\n"
         "[ \\$(wc -l < $D/starts) -ne \\$(cat $D/fails) ] || exit 1\n"
         "exec $(command -v bwrap) \"\\$@\"\nEND\n"
         "chmod 755 $D/bin/bwrap; chmod 777 $D; echo 0 > $D/fails; : > $D/starts; chmod 666 "
         "$D/starts");
    RUNS("PATH=$D/bin:$PATH build/grade batch $D/S --out $D/G0 --secret s --jobs 1 --exercise "
         "fc_input_gradient && grep unknown $D/G0/records/*/bob.json && wc -l < $D/starts > "
         "$D/n && "
         "test $(cat $D/n) -ge 4");
    RUNS(
        "for k in $(seq 2 $(cat $D/n)); do : > $D/starts; echo $k > $D/fails; "
        "PATH=$D/bin:$PATH "
        "build/grade batch $D/S --out $D/G$k --secret s --jobs 1 --exercise fc_input_gradient; "
        "diff -r $D/G0 $D/G$k > $D/d || grep -q 'grader error' $D/G$k/records/*/bob.json || { "
        "cat "
        "$D/d; exit 1; }; build/grade batch $D/S --out $D/G$k --jobs 1 --exercise "
        "fc_input_gradient && diff -r $D/G0 $D/G$k || exit 1; done");
}

Test(batch, a_compiler_that_does_not_work_is_nobody_s_fault)
{
    make_submissions();
    if (run("unshare -m mount --bind /dev/null /usr/bin/as")) cr_skip_test("needs root");
    ENDS(3,
         "unshare -m sh -c 'mount --bind /dev/null /usr/bin/as && build/grade batch $D/S --out "
         "$D/G --secret s --exercise fc_input_gradient'");
    RUNS("test $(grep -l 'grader error' $D/G/records/fc_input_gradient/*.json | wc -l) -eq 5");
    RUNS("build/grade export $D/G --format canvas");
    SAYS("\"ada\",,,\"ada\",,\r\n"); /* no mark, which is not the mark 0 */
    RUNS("build/grade batch $D/S --out $D/G --exercise fc_input_gradient");
    SAYS("5 graded");
    DOES_NOT_SAY("grader error");
}

Test(batch, a_grader_beside_the_compiler_cannot_be_read)
{
    RUNS("cat > $D/my.c << 'END'\n"
         "#include <stdio.h>\n"
         "__asm__(\".section .rodata\\ngrab: .incbin \\\"/usr/bin/sum\\\"\\nend: .byte "
         "0\\n.text\");\n"
         "extern const char grab[], end[];\n"
         "void fc_input_gradient(double *dp, const double *dy, const double *z, const double "
         "*w, "
         "int FC, int POOL) { printf(\"%d bytes\", (int)(end - grab)); }\n"
         "END");
    ENDS(1, "build/grade check fc_input_gradient $D/my.c");
    SAYS(" bytes"); /* another program there can be read */
    if (run("unshare -m mount --bind build/grade /usr/bin/sum")) cr_skip_test("needs root");
    RUNS("unshare -m sh -c 'mount --bind build/grade /usr/bin/sum; /usr/bin/sum check "
         "fc_input_gradient $D/my.c; test $? -eq 1'");
    SAYS("file not found: /usr/bin/sum");
}

Test(batch, an_ordinary_user_gets_the_same_records)
{
    make_submissions();
    if (geteuid() != 0) cr_skip_test("not root, so every test is run as an ordinary user");
    RUNS("cp build/grade $D/grade && chmod 755 $D/grade && mkdir $D/N && chmod 777 $D/N");
    RUNS("build/grade batch $D/S --out $D/R --secret s");
    RUNS("cd $D && setpriv --reuid 65534 --regid 65534 --clear-groups ./grade batch S --out N "
         "--secret s");
    RUNS("diff -r $D/R/records $D/N/records");
}
