using System.CommandLine;
using System.CommandLine.Parsing;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Output;

namespace BootstrapVz.Cli;

/// <summary>The front: understands the command line, runs a verb, turns what it throws into an exit code.</summary>
internal static class App
{
    /// <summary>Runs the program.</summary>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal)
    {
        var parsed = CommandLine.Create(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Usage(parsed, terminal);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception error)
        {
            var failure = Remote.Failures.Describe(error);
            ErrorText.Write(terminal.Error, failure, args.Contains("--debug"));
            return failure.ExitCode;
        }
    }

    private static int Usage(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
            terminal.Error.WriteLine("error: " + error.Message);
        var command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.UnmatchedTokens is [var first, ..] && File.Exists(terminal.FullPath(first)))
            terminal.Error.WriteLine($"  hint: to build it say: bootstrap-vz build {first}");
        terminal.Error.WriteLine();
        terminal.Error.WriteLine(UsageLine(command));
        terminal.Error.WriteLine($"'{PathOf(command)} --help' explains every option.");
        return (int)ExitCode.Usage;
    }

    private static string UsageLine(Command command) =>
        "usage: " + PathOf(command)
        + (command.Subcommands.Any(c => !c.Hidden) ? " " + string.Join('|', command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)) : "")
        + string.Concat(command.Arguments.Select(a => " " + a.Name + (a.Arity.MaximumNumberOfValues > 1 ? "..." : "")))
        + (command.Options.Count > 0 ? " [options]" : "");

    private static string PathOf(Command command) =>
        command is RootCommand ? "bootstrap-vz" : "bootstrap-vz " + command.Name;
}
