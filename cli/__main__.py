"""`python -m cli`: the command `solicitari`."""

from cli.app import app

if __name__ == "__main__":
    app(prog_name="solicitari")
