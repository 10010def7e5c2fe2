using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using BootstrapVz.Cli.Verbs;

namespace BootstrapVz.Cli.Units;

/// <summary>Writes the project an external plugin begins with.</summary>
internal static partial class PluginProject
{
    private const string Templates = "Units/assets/plugin/";

    /// <summary>Writes the project.</summary>
    /// <param name="name">The plugin's name in manifests.</param>
    /// <param name="folder">The folder that is made.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="UsageException">The name is none, or the folder is there already.</exception>
    public static string Create(string name, string folder)
    {
        if (!Name().IsMatch(name))
            throw new UsageException($"'{name}' is no name for a plugin", "small letters, digits and '_', with a letter first, for example 'time_zone'");
        if (Path.Exists(folder))
            throw new UsageException($"'{folder}' is there already", "name another folder with --folder");
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        var type = string.Concat(words.Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
        foreach (var template in Resources.GetManifestResourceNames().Where(resource => resource.StartsWith(Templates, StringComparison.Ordinal)))
        {
            // Templates end in .txt, so that the compiler leaves them alone.
            var path = Path.Combine(folder, Fill(template[Templates.Length..^".txt".Length], name, type));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var reader = new StreamReader(Resources.GetManifestResourceStream(template)!);
            File.WriteAllText(path, Fill(reader.ReadToEnd(), name, type));
        }

        return folder;
    }

    private static Assembly Resources => typeof(PluginProject).Assembly;

    private static string Fill(string text, string name, string type) => text
        .Replace("@Type@", type, StringComparison.Ordinal)
        .Replace("@name@", name, StringComparison.Ordinal)
        .Replace("@program@", AppContext.BaseDirectory.TrimEnd('/'), StringComparison.Ordinal);

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Name();
}
