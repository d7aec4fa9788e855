package org.postern.server.cli;

/** What the programs answer to --help. */
final class HelpTexts {
  static final String POSTGRES =
      """
      postgres is the Postern database server.

      Usage:
        postgres [OPTION]...

      Options:
        -B NBUFFERS        number of shared buffers
        -c NAME=VALUE      set run-time parameter
        -C NAME            print value of run-time parameter, then exit
        -d 1-5             debugging level
        -D DATADIR         database directory
        -e                 use European date input format (DMY)
        -F                 turn fsync off
        -h HOSTNAME        host name or IP address to listen on
        -i                 enable TCP/IP connections
        -k DIRECTORY       Unix-domain socket location
        -l                 enable SSL connections
        -N MAX-CONNECT     maximum number of allowed connections
        -O                 allow system table structure changes
        -p PORT            port number to listen on
        -P                 disable system indexes
        -s                 show statistics after each query
        -S WORK-MEM        set amount of memory for sorts (in kB)
        -V, --version      output version information, then exit
        --NAME=VALUE       set run-time parameter
        -?, --help         show this help, then exit
      """;

  static final String PG_CTL =
      """
      pg_ctl initializes, starts, stops, or controls a Postern server.

      Usage:
        pg_ctl init[db]   [-D DATADIR] [-s] [-o OPTIONS]
        pg_ctl start      [-D DATADIR] [-l FILENAME] [-W] [-t SECS] [-s]
                          [-o OPTIONS] [-p PATH]
        pg_ctl stop       [-D DATADIR] [-m SHUTDOWN-MODE] [-W] [-t SECS] [-s]
        pg_ctl restart    [-D DATADIR] [-m SHUTDOWN-MODE] [-W] [-t SECS] [-s]
                          [-o OPTIONS]
        pg_ctl reload     [-D DATADIR] [-s]
        pg_ctl status     [-D DATADIR]
        pg_ctl kill       SIGNALNAME PID

      Common options:
        -D, --pgdata=DATADIR   location of the database storage area
        -s, --silent           only print errors, no informational messages
        -t, --timeout=SECS     seconds to wait when using -w option
        -V, --version          output version information, then exit
        -w, --wait             wait until operation completes (default)
        -W, --no-wait          do not wait until operation completes
        -?, --help             show this help, then exit
      If the -D option is omitted, the environment variable PGDATA is used.

      Options for start or restart:
        -l, --log=FILENAME     write (or append) server log to FILENAME
        -o, --options=OPTIONS  command line options to pass to postgres or initdb
        -p PATH-TO-POSTGRES    normally not necessary

      Options for stop or restart:
        -m, --mode=MODE        MODE can be "smart", "fast", or "immediate"

      Allowed signal names for kill:
        ABRT HUP INT KILL QUIT TERM USR1 USR2
      """;

  static final String PG_CHECKSUMS =
      """
      pg_checksums verifies data checksums in a Postern database cluster.

      Usage:
        pg_checksums [OPTION]... [DATADIR]

      Options:
       [-D, --pgdata=]DATADIR    data directory
        -c, --check              check data checksums (default)
        -f, --filenode=FILENODE  check only relation with specified filenode
        -v, --verbose            output verbose messages
        -V, --version            output version information, then exit
        -?, --help               show this help, then exit

      If no data directory (DATADIR) is specified, the environment variable PGDATA
      is used.
      """;

  static final String INITDB =
      """
      initdb initializes a Postern database cluster.

      Usage:
        initdb [OPTION]... [DATADIR]

      Options:
        -A, --auth=METHOD         default authentication method for local connections
            --auth-host=METHOD    default authentication method for local TCP/IP connections
            --auth-local=METHOD   default authentication method for local-socket connections
       [-D, --pgdata=]DATADIR     location for this database cluster
        -E, --encoding=ENCODING   set default encoding for new databases
        -g, --allow-group-access  allow group read/execute on data directory
        -k, --data-checksums      use data page checksums (always on)
            --locale=LOCALE       set default locale for new databases
            --no-locale           equivalent to --locale=C
            --pwfile=FILE         read password for the new superuser from file
        -T, --text-search-config=CFG
                                  default text search configuration
        -U, --username=NAME       database superuser name
        -W, --pwprompt            prompt for a password for the new superuser
        -X, --waldir=WALDIR       location for the write-ahead log directory
        -n, --no-clean            do not clean up after errors
        -N, --no-sync             do not wait for changes to be written safely to disk
            --no-instructions     do not print instructions for next steps
        -V, --version             output version information, then exit
        -?, --help                show this help, then exit

      If the data directory is not specified, the environment variable PGDATA
      is used.
      """;

  private HelpTexts() {}
}
