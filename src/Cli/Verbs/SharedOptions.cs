using System.CommandLine;
using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Cli.Verbs;

/// <summary>Arguments and options that several verbs have.</summary>
internal static class SharedOptions
{
    /// <summary>The manifest.</summary>
    public static Argument<string> Manifest() => new("MANIFEST")
    {
        Description = "A manifest, YAML or JSON.",
    };

    /// <summary>Manifests and matrix files.</summary>
    public static Argument<string[]> Manifests()
    {
        var manifests = new Argument<string[]>("MANIFEST") { Description = "Manifests or matrix files, YAML or JSON.", Arity = ArgumentArity.OneOrMore };
        manifests.Validators.Add(static result =>
        {
            // The library takes an option it does not know for one more of many arguments.
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith('-')))
                result.AddError($"there is no option '{word}'");
        });
        return manifests;
    }

    /// <summary>An axis of a matrix.</summary>
    public static Option<string[]> Matrix() => new("--matrix")
    {
        Description = "Take the manifests once with each of these values. May be repeated: then once with every combination.",
        HelpName = "SETTING=VALUE,VALUE",
        DefaultValueFactory = static _ => [],
    };

    /// <summary>What is kept between builds.</summary>
    public static Option<string?> Cache() => new("--cache") { Description = "Folder kept between builds. [default: $XDG_CACHE_HOME/bootstrap-vz]", HelpName = "DIR" };

    /// <summary>Where images that are not raw are unpacked to be looked at.</summary>
    public static Option<string?> ImageScratch() =>
        new("--scratch") { Description = "Folder in which images that are not raw are unpacked. [default: $XDG_CACHE_HOME/bootstrap-vz/scratch]", HelpName = "DIR" };

    /// <summary>The folder that option means.</summary>
    public static string ImageScratchOf(Terminal terminal, string? named) =>
        named is null ? Path.Combine(terminal.XdgFolder("XDG_CACHE_HOME", ".cache"), "scratch") : terminal.FullPath(named);

    /// <summary>Where this host fetches from.</summary>
    public static Option<string[]> Mirror()
    {
        var option = new Option<string[]>("--mirror")
        {
            Description = "Fetch what the manifest has from ORIGIN from URL instead: packages, keys, files; the image's sources stay as they are. May be repeated.",
            HelpName = "ORIGIN=URL",
            DefaultValueFactory = static _ => [],
        };
        option.Validators.Add(static result =>
        {
            foreach (var word in result.Tokens.Select(t => t.Value))
            {
                if (MirrorWords.Problem(word) is { } problem)
                    result.AddError(problem);
            }
        });
        return option;
    }

    /// <summary>External plugins.</summary>
    public static Option<string[]> PluginPath() => new("--plugin-path")
    {
        Description = "An assembly with external plugins, or a folder of them. May be repeated.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = static _ => [],
    };

    /// <summary>An option that takes a size.</summary>
    public static Option<Bytes> Size(string name, string description, Bytes usual) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (Bytes.TryParse(result.Tokens.Single().Value, CultureInfo.InvariantCulture, out var bytes))
                return bytes;
            result.AddError($"option '{name}' takes a size such as '5GiB', not '{result.Tokens.Single().Value}'");
            return default;
        },
    };

    /// <summary>An option that takes one of a few words.</summary>
    public static Option<string> Word(string name, string description, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => words[0],
        };
        option.Validators.Add(result =>
        {
            var word = result.GetValueOrDefault<string>();
            if (!words.Contains(word))
                result.AddError($"option '{name}' takes {string.Join(", ", words[..^1])} or {words[^1]}, not '{word}'");
        });
        return option;
    }

    /// <summary>An exit code as the command line library wants it.</summary>
    public static int Code(this ExitCode code) => (int)code;
}
