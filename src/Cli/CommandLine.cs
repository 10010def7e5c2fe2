using System.CommandLine;
using System.CommandLine.Invocation;
using BootstrapVz.Cli.Verbs;

namespace BootstrapVz.Cli;

/// <summary>All verbs with their options.</summary>
internal static class CommandLine
{
    /// <summary>The root command.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Builds bootable Debian images from a manifest.")
        {
            BuildVerb.Create(terminal),
            ValidateVerb.Create(terminal),
            PlanVerb.Create(terminal),
            LockVerb.Create(terminal),
            CacheVerb.Create(terminal),
            VerifyVerb.Create(terminal),
            DiffVerb.Create(terminal),
            InspectVerb.Create(terminal),
            BootVerb.Create(terminal),
            GraphVerb.Create(terminal),
            SchemaVerb.Create(terminal),
            PluginVerb.Create(terminal),
            DoctorVerb.Create(terminal),
        };
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion(terminal);
        return root;
    }

    private sealed class PrintVersion(Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            terminal.Out.WriteLine("bootstrap-vz " + ProgramVersion.Text);
            return 0;
        }
    }
}
