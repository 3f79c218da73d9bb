using System;
using System.IO;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

/*
 * NuGet.Versioning's ranges, out of nuget.exe. What a floating range holds is what may be chosen for it (FloatRange); else what its
 * ends hold. No answer where NuGet compares unlike its documentation (see NuGet.cs), and for floating ends in brackets.
 */
static class Owner
{
	static readonly Regex Unlike = new Regex(@"[-.]-[0-9]|[0-9]{10}|^\s*[\[(].*\*");

	static void Main(string[] arguments)
	{
		Assembly assembly = Assembly.LoadFrom(arguments[0]);
		Type version = assembly.GetType("NuGet.Versioning.NuGetVersion", true), range = assembly.GetType("NuGet.Versioning.VersionRange", true);
		MethodInfo readVersion = version.GetMethod("TryParse", new[] { typeof(string), version.MakeByRefType() });
		MethodInfo readRange = range.GetMethod("TryParse", new[] { typeof(string), range.MakeByRefType() });
		MethodInfo holds = range.GetMethod("Satisfies", new[] { version });
		PropertyInfo floats = range.GetProperty("IsFloating"), floating = range.GetProperty("Float");
		MethodInfo floatHolds = floating.PropertyType.GetMethod("Satisfies", new[] { version });
		var output = new StringBuilder();
		string line;
		while ((line = Console.In.ReadLine()) != null) {
			string[] pair = line.Split('\t');
			object v = Read(readVersion, pair[0]), r = Read(readRange, pair[1]);
			if (v == null || r == null || Unlike.IsMatch(pair[0]) || Unlike.IsMatch(pair[1]))
				output.Append("?\n");
			else if ((bool)floats.GetValue(r, null))
				output.Append((bool)floatHolds.Invoke(floating.GetValue(r, null), new[] { v }) ? "in\n" : "out\n");
			else
				output.Append((bool)holds.Invoke(r, new[] { v }) ? "in\n" : "out\n");
		}
		Console.Out.Write(output);
	}

	static object Read(MethodInfo parse, string text)
	{
		object[] slots = { text, null };
		return (bool)parse.Invoke(null, slots) ? slots[1] : null;
	}
}
