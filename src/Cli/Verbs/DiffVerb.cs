using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Cli.Building;
using BootstrapVz.Cli.Output;
using BootstrapVz.Common.Comparison;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>diff FIRST SECOND</c>: what differs between two images.</summary>
internal static class DiffVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("FIRST") { Description = "An image of any format that qemu-img reads." };
        var second = new Argument<string>("SECOND") { Description = "Another one." };
        var format = SharedOptions.Word("--format", "How the differences are printed.", "text", "json");
        var scratch = new Option<string?>("--scratch") { Description = "Folder in which images that are not raw are unpacked. [default: $XDG_CACHE_HOME/bootstrap-vz/scratch]", HelpName = "DIR" };
        var command = new Command("diff", "Compares two images: partitions, packages, files and sizes. Exits with 1 when they differ.") { first, second, format, scratch };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = parsed.GetValue(scratch) is { } named ? terminal.FullPath(named) : Path.Combine(terminal.XdgFolder("XDG_CACHE_HOME", ".cache"), "scratch");
            var images = await new ImageComparer(ThisHost.Quiet, folder)
                .CompareAsync(terminal.FullPath(parsed.GetRequiredValue(first)), terminal.FullPath(parsed.GetRequiredValue(second)), ct);
            if (parsed.GetRequiredValue(format) == "json")
                ComparisonText.WriteJson(terminal.Out, images);
            else
                ComparisonText.Write(terminal.Out, images);
            return (images.Equal ? ExitCode.Success : ExitCode.Different).Code();
        });
        return command;
    }
}
